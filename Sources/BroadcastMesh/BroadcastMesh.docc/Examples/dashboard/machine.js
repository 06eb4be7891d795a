// Tells a dashboard once a second how busy this machine is, for Deno and for Node:
//
//     curl -O http://127.0.0.1:8081/broadcast-channel.js
//     deno run --allow-net --allow-sys --allow-read machine.js ./broadcast-channel.js http://127.0.0.1:8081 atlas

import os from "node:os";
import { pathToFileURL } from "node:url";

const [file, node, machine = os.hostname()] = globalThis.Deno?.args ?? process.argv.slice(2);
const { BroadcastChannel } = await import(pathToFileURL(file));
const load = new (BroadcastChannel.at(node))("load");
setInterval(() => load.postMessage({ machine, load: os.loadavg()[0], processors: os.cpus().length }), 1000);
