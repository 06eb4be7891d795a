// Throughput and latency of the BroadcastChannel of a node, or of a bare WebSocket on the same channel.
//
//     channel.mjs class|bare MODULE NODE COUNT
//
// One program posts texts of 64 bytes and hears them. It prints how many a second it heard, how many microseconds of a
// processor it took for each, and of 1,000 that were posted one
// each millisecond after when half and 99 of 100 of them were heard, in milliseconds.

import { performance } from "node:perf_hooks";

const [kind, module, node, count] = process.argv.slice(2);
const open = kind === "class" ? openClass : openBare;

async function openClass(hear) {
	const Channel = (await import(module)).BroadcastChannel.at(node);
	const [from, to] = [new Channel("figures"), new Channel("figures")];
	to.onmessage = ({ data }) => hear(data);
	await Promise.all([from.ready, to.ready]);
	const room = () => from.bufferedAmount < 1 << 22 || new Promise(done => to.addEventListener("bufferedamountlow", done, { once: true }));
	to.bufferedAmountLowThreshold = 1 << 21;
	return { post: text => from.postMessage(text), room, close: () => [from, to].forEach(object => object.close()) };
}

async function openBare(hear) {
	const socket = new WebSocket(`${node.replace("http", "ws")}/channels/figures`);
	socket.onmessage = ({ data }) => hear(data);
	await new Promise(done => socket.onopen = done);
	const room = () => socket.bufferedAmount < 1 << 22 || new Promise(done => setTimeout(done, 5));
	return { post: text => socket.send(text), room, close: () => socket.close() };
}

let left = 0, isHeard;
const waits = [];
const { post, room, close } = await open(text => {
	waits.push(performance.now() - Number(text.slice(0, 20)));
	if (--left === 0) isHeard();
});
const message = () => `${performance.now()}`.slice(0, 20).padEnd(20).padEnd(64, "x");

async function measure(count, pause) {
	waits.length = 0;
	left = count;
	const heard = new Promise(done => isHeard = done);
	const start = performance.now();
	for (let sent = 0; sent < count; sent++) {
		post(message());
		if (sent % 64 === 63) await room();
		if (pause) await new Promise(done => setTimeout(done, pause));
	}
	await heard;
	return performance.now() - start;
}

await measure(count / 5, 0);
const before = process.cpuUsage();
const milliseconds = await measure(+count, 0);
const { user, system } = process.cpuUsage(before);
await measure(1000, 1);
waits.sort((one, other) => one - other);
console.log(`${Math.round(count / milliseconds * 1000)} ${((user + system) / count).toFixed(1)} ${waits[500].toFixed(2)} ${waits[990].toFixed(2)}`);
close();
