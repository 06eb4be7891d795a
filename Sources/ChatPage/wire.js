// What leads from a session to the nodes: one socket and one timer at a time, and questions how a node is.

import { readStatus } from './mesh.js';

export class Wire {
	#session;
	#handle;
	#socket; // whatever another one still says is stale
	#timer;

	/** `handle` is given every action of the session, behind what is done with it here. */
	constructor(session, handle) {
		this.#session = session;
		this.#handle = handle;
	}

	carryOut(actions) {
		for (const action of actions) {
			if (action.dial) this.#dial(action.dial);
			if (action.hangUp) this.#hangUp();
			if (action.say && this.#socket?.readyState === 1) this.#socket.send(action.say);
			this.#handle(action);
		}
		clearTimeout(this.#timer);
		const { deadline } = this.#session;
		if (deadline !== null) this.#timer = setTimeout(() => this.carryOut(this.#session.handleTimer(performance.now(), Math.random())), deadline - performance.now());
	}

	#dial(url) {
		this.#hangUp();
		let attempt;
		try {
			attempt = this.#socket = new WebSocket(url);
		} catch {
			return queueMicrotask(() => this.carryOut(this.#session.handleClose(1006, '', performance.now(), Math.random())));
		}
		attempt.onmessage = ({ data }) => attempt === this.#socket && this.carryOut(this.#session.handleFrame(data, performance.now()));
		attempt.onclose = ({ code, reason }) => {
			if (attempt !== this.#socket) return;
			this.#socket = null;
			this.carryOut(this.#session.handleClose(code, reason, performance.now(), Math.random()));
		};
	}

	#hangUp() {
		const old = this.#socket;
		this.#socket = null;
		old?.close();
	}
}

/** What a node says of the mesh; null when it says nothing, or something else. */
export async function statusOf(address) {
	try {
		return readStatus(await (await fetch(`${address}/status`, { signal: AbortSignal.timeout(2000) })).json());
	} catch {
		return null;
	}
}
