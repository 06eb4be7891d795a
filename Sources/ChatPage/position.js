// A position: the ID of the last message seen of each run of each node.

import { isText } from './addresses.js';

const lengthLimit = 6000; // characters; a request line has 8 KiB
const namedRuns = 4; // of one node in a position that would be longer; fewer if need be

/** The ID of a message, as nodes read it in a position; '' for anything else. */
export const idOf = value => /^[\w.-]{1,64}@\d{1,19}\/\d{1,16}$/.test(value) ? value : '';

const parts = id => id.split(/[@/]/);

export const originOf = id => id.split('/')[0];
export const nodeOf = id => parts(id)[0];
export const epochOf = id => +parts(id)[1];

export class Position {
	#last = new Map(); // origin → ID of the last message seen from it

	/** `list` is what a node calls it, as `alpha@1/5,bravo@2/7`. */
	constructor(list) {
		this.pass(list);
	}

	/** A message with that ID has arrived, or all up to it that have not are lost; where more was seen, that stays. */
	see(id) {
		const origin = originOf(id), last = this.#last.get(origin);
		if (!last || +parts(last)[2] < +parts(id)[2]) this.#last.set(origin, id);
	}

	/** Nothing more comes of what lies at or below a position, if that is one: it was seen, or is lost. */
	pass(list) {
		if (isText(list)) list.split(',').filter(idOf).forEach(id => this.see(id));
	}

	/** As it is asked for: newer runs of a node say what was seen of older ones. */
	toString() {
		let ids = [...this.#last.values()];
		for (let runs = namedRuns; runs && ids.join().length > lengthLimit; runs--) {
			const named = { __proto__: null };
			ids = ids.sort((one, other) => epochOf(other) - epochOf(one)).filter(id => (named[nodeOf(id)] = named[nodeOf(id)] + 1 || 1) <= runs);
		}
		return ids.join();
	}
}
