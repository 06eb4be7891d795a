// The clauses of the HTML standard's section on BroadcastChannel (§9.5), each as a test against a node. `BroadcastChannel`
// is the class, bound to that node, and `postRaw` posts a body over HTTP.

let names = 0;
const freshName = () => `clause ${Math.random()} ${names++}`;
const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

/** Objects of one name, ready, and what each hears. */
async function open(count, name = freshName()) {
	const objects = Array.from({ length: count }, () => new BroadcastChannel(name));
	const heard = objects.map(object => {
		const events = [];
		for (const type of ['message', 'messageerror']) object.addEventListener(type, event => events.push(event));
		return events;
	});
	await Promise.all(objects.map(object => object.ready));
	return { name, objects, heard };
}

/** Waits for an object to have heard so many events, and a moment more for those that must not come. */
async function hears(events, count) {
	for (let rounds = 0; events.length < count && rounds < 500; rounds++) await pause(20);
	await pause(100);
	equal(events.length, count, 'events');
	return events.map(event => event.data);
}

const errorOf = action => {
	try {
		action();
		return 'none';
	} catch (error) {
		return error.name;
	}
};

export const tests = {
	async 'is made with a name, which it tells'() {
		equal(errorOf(() => new BroadcastChannel()), 'TypeError');
		equal(errorOf(() => BroadcastChannel('x')), 'TypeError');
		for (const [name, told] of [['tea', 'tea'], [5, '5'], [null, 'null'], ['', '']]) {
			const object = new BroadcastChannel(name);
			equal(object.name, told);
			equal(errorOf(() => { 'use strict'; object.name = 'other'; }), 'TypeError');
			object.close();
		}
		for (const name of ['x'.repeat(257), '\ud800']) equal(errorOf(() => new BroadcastChannel(name)), 'TypeError');
	},
	async 'is an EventTarget of its class'() {
		const { objects: [object] } = await open(1);
		equal(object instanceof EventTarget, true);
		equal(Object.prototype.toString.call(object), '[object BroadcastChannel]');
		object.close();
	},
	async 'reaches every other object of its name and not itself, nor those of other names'() {
		const { objects, heard } = await open(3);
		const stranger = await open(1);
		objects[1].postMessage('hello');
		equal(await hears(heard[0], 1), ['hello']);
		equal(await hears(heard[2], 1), ['hello']);
		equal(await hears(heard[1], 0), []);
		equal(await hears(stranger.heard[0], 0), []);
		for (const object of [...objects, ...stranger.objects]) object.close();
	},
	async 'delivers in the order in which the objects were made, each a value of its own'() {
		const { name, objects } = await open(3);
		const order = [];
		const values = [];
		objects.forEach((object, index) => { object.onmessage = event => (order.push(index), values.push(event.data)); });
		const other = await open(1, name);
		other.objects[0].postMessage({ list: [1] });
		await hears(order, 3).catch(() => 0);
		equal(order, [0, 1, 2]);
		equal(values, [{ list: [1] }, { list: [1] }, { list: [1] }]);
		equal(values[0] !== values[1] && values[0].list !== values[2].list, true);
		for (const object of [...objects, ...other.objects]) object.close();
	},
	async 'delivers later, never while it posts'() {
		const { objects, heard } = await open(2);
		objects[0].postMessage(1);
		equal(heard[1].length, 0);
		equal(await hears(heard[1], 1), [1]);
		for (const object of objects) object.close();
	},
	async 'keeps the order of what one object posts'() {
		const { objects, heard } = await open(2);
		const numbers = Array.from({ length: 200 }, (_, number) => number);
		for (const number of numbers) objects[0].postMessage(number);
		equal(await hears(heard[1], 200), numbers);
		for (const object of objects) object.close();
	},
	async 'keeps the order of what several post that are closed at once, over one connection'() {
		const { WebSocket } = globalThis, { nodes } = BroadcastChannel, name = freshName();
		// At other nodes, as far as anybody knows: over a connection of its own, as another process.
		const other = new (BroadcastChannel.at(nodes, nodes))(name), heard = [];
		other.onmessage = event => heard.push(event);
		await other.ready;
		let isThere = false, count = 0;
		globalThis.WebSocket = class extends WebSocket {
			constructor(...rest) {
				if (!isThere) throw new DOMException('the node begins', 'NetworkError');
				super(...rest);
				count++;
			}
		};
		try {
			for (const number of [1, 2, 3]) {
				const object = new BroadcastChannel(name);
				object.postMessage(number);
				object.close();
			}
			const late = new BroadcastChannel(name), seen = [];
			late.onmessage = event => seen.push(event);
			isThere = true;
			await late.ready;
			late.postMessage(4);
			equal([await hears(heard, 4), count], [[1, 2, 3, 4], 1]);
			other.postMessage(5);
			equal(await hears(seen, 1), [5]);
			for (const object of [late, other]) object.close();
		} finally {
			globalThis.WebSocket = WebSocket;
		}
	},
	async 'refuses at once what is larger than the node takes, and the next is heard at once'() {
		const { objects, heard } = await open(2);
		objects[0].postMessage(1);
		await hears(heard[1], 1);
		equal(errorOf(() => objects[0].postMessage('x'.repeat(1 << 20))), 'RangeError');
		equal(errorOf(() => objects[0].postMessage(new ArrayBuffer((1 << 20) + 1))), 'RangeError');
		const start = performance.now();
		objects[0].postMessage(2);
		while (heard[1].length < 2 && performance.now() - start < 5000) await pause(20);
		equal([heard[1].length, performance.now() - start < 2500], [2, true]);
		for (const object of objects) object.close();
	},
	async 'loses no post to who posts under its key before it'() {
		const { WebSocket } = globalThis, keys = [];
		globalThis.WebSocket = class extends WebSocket {
			send(frame) {
				keys.push(JSON.parse(frame).key);
				super.send(frame);
			}
		};
		try {
			const { name, objects, heard } = await open(2);
			objects[0].postMessage('first');
			await hears(heard[1], 1);
			// What everybody on the channel sees says who posts, and which number is next.
			const [sender, number] = keys[0].split('#'), statuses = [];
			equal(number, '01');
			for (const key of [`${sender}#02`, keys[0], `${sender}#2`, `${sender}#3`]) {
				const { status } = await postRaw(name, '"forged"', { 'idempotency-key': key });
				statuses.push(status);
			}
			equal(statuses, [400, 400, 202, 202]);
			objects[0].postMessage('second');
			equal(await hears(heard[1], 4), ['first', 'forged', 'forged', 'second']);
			equal(objects[0].bufferedAmount, 0);
			for (const object of objects) object.close();
		} finally {
			globalThis.WebSocket = WebSocket;
		}
	},
	async 'reaches the channels of one dot and of two'() {
		for (const name of ['.', '..']) {
			const { objects, heard } = await open(2, name);
			objects[0].postMessage(name);
			equal(await hears(heard[1], 1), [name]);
			for (const object of objects) object.close();
		}
	},
	async 'stays closed when it is closed by whom it tells of a problem'() {
		const { WebSocket } = globalThis, dialed = [];
		globalThis.WebSocket = class extends EventTarget {
			constructor(url) {
				super();
				dialed.push(url);
				queueMicrotask(() => this.dispatchEvent(Object.assign(new Event('close'), { code: 1013, reason: 'full' })));
			}
			close() {}
		};
		try {
			const object = new (BroadcastChannel.at('http://one', 'http://two'))(freshName());
			object.onerror = () => object.close();
			equal(await object.ready.catch(error => error.name), 'InvalidStateError');
			await pause(50);
			equal([dialed.length, object.status], [1, 'closed']);
		} finally {
			globalThis.WebSocket = WebSocket;
		}
	},
	async 'goes on where an address can be no WebSocket'() {
		for (const name of ['SyntaxError', 'SecurityError']) {
			const { WebSocket } = globalThis, told = [];
			globalThis.WebSocket = class extends WebSocket {
				constructor(url, protocols) {
					if (url.startsWith('ws://refused')) throw new DOMException('no such place', name);
					super(url, protocols);
				}
			};
			try {
				const object = new (BroadcastChannel.at('http://refused-1', 'http://refused-2', BroadcastChannel.nodes))(freshName());
				object.onerror = ({ message }) => told.push(message);
				await object.ready;
				equal([object.status, told], ['open', ['no such place', 'no such place']]);
				object.close();
			} finally {
				globalThis.WebSocket = WebSocket;
			}
		}
		for (const url of ['http://a/#b', 'http://a?b', 'nonsense']) equal(errorOf(() => BroadcastChannel.at(url)), 'TypeError');
	},
	async 'passes over a node that refuses, at once'() {
		const from = performance.now();
		// Above the ports that systems give out by themselves.
		const refusing = ['http://127.0.0.1:65531', 'http://127.0.0.1:65532'];
		const object = new (BroadcastChannel.at(...refusing, ...BroadcastChannel.nodes))(freshName());
		await object.ready;
		// An attempt that tells nothing takes five seconds.
		equal(performance.now() - from < 4500, true, 'in time');
		object.close();
	},
	async 'hears nothing that was posted here before it was made'() {
		const { name, objects, heard } = await open(2);
		objects[0].postMessage(1);
		const late = new BroadcastChannel(name), seen = [];
		late.onmessage = event => seen.push(event.data);
		objects[1].postMessage(2);
		equal(await hears(heard[1], 1), [1]);
		equal(await hears(seen, 1).catch(() => 0) && seen, [2]);
		for (const object of [...objects, late]) object.close();
	},
	async 'hears nothing that was posted here before it was made, by whom that was closed since'() {
		const name = freshName(), before = new BroadcastChannel(name), other = new BroadcastChannel(name);
		other.close();
		for (let number = 0; number < 20; number++) before.postMessage(number);
		before.close();
		const { objects: [late], heard: [events] } = await open(1, name);
		await postRaw(name, '"from elsewhere"');
		equal(await hears(events, 1), ['from elsewhere']);
		late.close();
	},
	async 'hears nothing that was posted here before it was made, over another connection that ended since'() {
		const { WebSocket } = globalThis, { nodes } = BroadcastChannel, name = freshName();
		let arrival = Promise.resolve(), arrive;
		globalThis.WebSocket = class extends WebSocket {
			addEventListener(type, handle) {
				super.addEventListener(type, type === 'message' ? event => arrival.then(() => handle(event)) : handle);
			}
		};
		const { objects: [early], heard: [events] } = await open(1, name).finally(() => globalThis.WebSocket = WebSocket);
		arrival = new Promise(done => arrive = done);
		const other = new (BroadcastChannel.at(nodes, nodes))(name);
		other.postMessage('from here');
		other.close();
		for (let rounds = 0; other.bufferedAmount && rounds < 500; rounds++) await pause(20);
		const late = new BroadcastChannel(name), seen = [];
		late.onmessage = event => seen.push(event);
		await postRaw(name, '"from elsewhere"');
		arrive();
		equal(await hears(events, 2), ['from here', 'from elsewhere']);
		equal(await hears(seen, 1), ['from elsewhere']);
		for (const object of [early, late]) object.close();
	},
	async 'begins few connections at once, however many names there are'() {
		const { WebSocket } = globalThis;
		let [begun, most] = [0, 0];
		globalThis.WebSocket = class extends WebSocket {
			constructor(...rest) {
				super(...rest);
				most = Math.max(most, ++begun);
				this.addEventListener('open', () => begun--, { once: true });
			}
		};
		try {
			const objects = Array.from({ length: 40 }, () => new BroadcastChannel(freshName()));
			await Promise.all(objects.map(object => object.ready));
			for (const object of objects) object.close();
		} finally {
			globalThis.WebSocket = WebSocket;
		}
		equal(most, 8);
	},
	async 'posts the value of the moment'() {
		const { objects, heard } = await open(2);
		const value = { when: 'now' };
		objects[0].postMessage(value);
		value.when = 'later';
		equal(await hears(heard[1], 1), [{ when: 'now' }]);
		for (const object of objects) object.close();
	},
	async 'throws for what cannot be cloned, and sends nothing'() {
		const { objects, heard } = await open(2);
		equal(errorOf(() => objects[0].postMessage(() => 1)), 'DataCloneError');
		equal(errorOf(() => objects[0].postMessage(Symbol())), 'DataCloneError');
		equal(errorOf(() => objects[0].postMessage()), 'TypeError');
		equal(await hears(heard[1], 0), []);
		for (const object of objects) object.close();
	},
	async 'throws once it is closed, and may be closed again'() {
		const { objects: [object] } = await open(1);
		object.close();
		object.close();
		equal(errorOf(() => object.postMessage(1)), 'InvalidStateError');
		equal(errorOf(() => object.postMessage(() => 1)), 'InvalidStateError');
	},
	async 'hears nothing once it is closed; what it posted before arrives'() {
		const { objects, heard } = await open(2);
		objects[0].postMessage('last words');
		objects[0].close();
		equal(await hears(heard[1], 1), ['last words']);
		objects[1].postMessage('too late');
		objects[1].close();
		equal(await hears(heard[0], 0), []);
	},
	async 'hears nothing of what is being delivered when it is closed'() {
		const { objects, heard } = await open(3);
		objects[0].onmessage = () => objects[1].close();
		objects[2].postMessage('x');
		await hears(heard[0], 1);
		equal(heard[1].length, 0);
		for (const object of objects) object.close();
	},
	async 'is there as long as it listens, whoever keeps it'() {
		const name = freshName(), seen = [];
		await (() => {
			const object = new BroadcastChannel(name);
			object.onmessage = event => (seen.push(event.data), event.target.close());
			return object.ready;
		})();
		globalThis.gc?.();
		const { objects } = await open(1, name);
		objects[0].postMessage(1);
		await hears(seen, 1).catch(() => 0);
		equal(seen, [1]);
		objects[0].close();
	},
	async 'is there in workers too'() {
		// Node has none by this name, and a script in Deno no origin that its workers could import from.
		if (!globalThis.document) return;
		const { name, objects, heard } = await open(1);
		const script = `const { BroadcastChannel } = await import('${module}');
			const channel = new BroadcastChannel('${name}');
			channel.onmessage = ({ data }) => channel.postMessage(data + 1);
			channel.ready.then(() => postMessage('ready'));`;
		const worker = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })), { type: 'module' });
		await new Promise(done => worker.onmessage = done);
		objects[0].postMessage(1);
		equal(await hears(heard[0], 1), [2]);
		worker.terminate();
		objects[0].close();
	},
	async 'says what cannot be read in an event of its own'() {
		const { name, objects, heard } = await open(1);
		await postRaw(name, '{"structuredClone":[["Zed"]]}');
		equal(await hears(heard[0], 1), [null]);
		equal(heard[0][0].type, 'messageerror');
		objects[0].close();
	},
	async 'tells handlers too, as long as they stand'() {
		const { objects } = await open(2);
		const seen = [];
		objects[1].onmessage = event => seen.push(event.data);
		equal(typeof objects[1].onmessage, 'function');
		equal(objects[1].onmessageerror, null);
		objects[0].postMessage(1);
		await hears(seen, 1).catch(() => 0);
		objects[1].onmessage = null;
		objects[0].postMessage(2);
		await pause(300);
		equal(seen, [1]);
		for (const object of objects) object.close();
	},
	async 'has events with where and when they are from'() {
		const { objects, heard } = await open(2);
		objects[0].postMessage('x');
		await hears(heard[1], 1);
		const [{ type, id, lastEventId, node, time, origin, data }] = heard[1];
		equal([type, data, id === lastEventId, id.startsWith(`${node}@`)], ['message', 'x', true, true]);
		equal(Math.abs(Date.now() - time) < 600_000 && /^https?:/.test(origin), true);
		for (const object of objects) object.close();
	},
	async 'brings bytes as bytes'() {
		const { objects, heard } = await open(2);
		objects[0].postMessage(new Uint8Array([10, 0, 255]).buffer);
		const [data] = await hears(heard[1], 1);
		equal([data instanceof ArrayBuffer, ...new Uint8Array(data)], [true, 10, 0, 255]);
		for (const object of objects) object.close();
	},
	async 'brings undefined as undefined'() {
		const { objects, heard } = await open(2);
		objects[0].postMessage(undefined);
		equal((await hears(heard[1], 1)).map(data => typeof data), ['undefined']);
		for (const object of objects) object.close();
	},
	async 'is ready, open and closed'() {
		const object = new BroadcastChannel(freshName());
		equal(object.status, 'connecting');
		await object.ready;
		equal([object.status, object.bufferedAmount], ['open', 0]);
		object.close();
		const { objects: [next] } = await open(1, object.name);
		equal([object.status, next.status], ['closed', 'open']);
		next.close();
		const unborn = new BroadcastChannel(freshName());
		unborn.close();
		equal(await unborn.ready.catch(error => error.name), 'InvalidStateError');
	},
	async 'tells when no more waits'() {
		const { objects: [object] } = await open(1);
		let isLow = false;
		object.onbufferedamountlow = () => isLow = true;
		object.postMessage('x'.repeat(1000));
		equal(object.bufferedAmount > 1000, true);
		for (let rounds = 0; !isLow && rounds < 500; rounds++) await pause(20);
		equal([isLow, object.bufferedAmount], [true, 0]);
		object.close();
	},
};
