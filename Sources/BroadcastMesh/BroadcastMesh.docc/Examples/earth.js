// The program that made people like BroadcastChannel on servers: whoever asks any instance gets what was sent to all of them.
// The first line is all that a mesh adds. Several of these, at different nodes, are one service:
//
//     deno run --allow-net --allow-import earth.js 9001

import { BroadcastChannel } from "http://127.0.0.1:8081/broadcast-channel.js";

const messages = [];
const channel = new BroadcastChannel("earth");
channel.onmessage = event => messages.push(event.data);

Deno.serve({ hostname: "127.0.0.1", port: Number(Deno.args[0] ?? 9001) }, request => {
	const { pathname, searchParams } = new URL(request.url);
	if (pathname === "/messages") return Response.json(messages);
	if (pathname !== "/send") return new Response("/send?message=hello, or /messages\n", { status: 404 });
	const message = searchParams.get("message") ?? "";
	messages.push(message);
	channel.postMessage(message);
	return new Response("sent\n");
});
