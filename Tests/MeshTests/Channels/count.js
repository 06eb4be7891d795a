// Counts aloud on a channel, and tells what it heard the others count. For Deno, for Node and, with the arguments in a list
// before it, for pages:
//
//     count.js MODULE NODE NAME PROGRAMS NUMBERS
//
// It begins once it has heard of all programs, and ends once it has heard all of their numbers, or nothing new for 20 s.

const [moduleFile, node, name, programs, numbers] = globalThis.countArguments ?? globalThis.Deno?.args ?? process.argv.slice(2);
const print = line => globalThis.countLines ? countLines.push(line) : console.log(line);
const { BroadcastChannel } = await import(moduleFile);
const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

const channel = new (BroadcastChannel.at(node))('count');
const others = {}; // name → how far it counted, and where it did not count on by one
const report = { name, others, gaps: 0, problems: [] };
const lastIDs = {}; // name → the ID of that number
let heardAt = Date.now();

channel.onmessage = ({ data: { from, number }, lastEventId }) => {
	heardAt = Date.now();
	if (!Object.hasOwn(others, from)) {
		others[from] = { last: 0, wrong: [] };
		channel.postMessage({ from: name, number: 0 });
	}
	if (number === 0) return;
	if (number !== others[from].last + 1) others[from].wrong.push(`${number} as ${lastEventId} after ${others[from].last} as ${lastIDs[from]}`);
	others[from].last = number;
	lastIDs[from] = lastEventId;
};
channel.ongap = ({ lost }) => report.gaps += lost;
channel.onerror = ({ message }) => report.problems.push(message);

channel.postMessage({ from: name, number: 0 });
while (Object.keys(others).length < programs - 1) await pause(20);
print('begins');
for (let number = 1; number <= numbers; number++) {
	channel.postMessage({ from: name, number });
	await pause(20);
}
const isDone = () => Object.values(others).every(({ last }) => last >= numbers) && channel.bufferedAmount === 0;
while (!isDone() && Date.now() - heardAt < 20_000) await pause(50);
await pause(1000); // for what might come twice
report.waiting = channel.bufferedAmount;
channel.close();
print(JSON.stringify(report));
