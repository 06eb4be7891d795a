// A position: the ID of the last message seen of each run of each node.

const lengthLimit = 6000; // characters; a request line has 8 KiB
const namedRuns = 4; // of one node in a position that would be longer; fewer if need be

/** The ID of a message, as nodes read it in a position; '' for anything else. */
export const idOf = value => /^[\w.-]{1,64}@\d{1,19}\/\d{1,16}$/.test(value) ? value : '';

export const originOf = id => id.slice(0, id.lastIndexOf('/'));
export const nodeOf = id => id.slice(0, id.lastIndexOf('@'));
export const epochOf = id => +id.slice(id.lastIndexOf('@') + 1, id.lastIndexOf('/'));

export class Position {
	#last = new Map(); // origin → ID of the last message seen from it

	/** `list` is what a node calls it, as `alpha@1/5,bravo@2/7`. */
	constructor(list = '') {
		list.split(',').filter(idOf).forEach(id => this.see(id));
	}

	/** A message with that ID has arrived. */
	see(id) {
		this.#last.set(originOf(id), id);
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
