// A text that several people write at once, as a value: each has a copy, tells the others what it did to it, and takes in what
// they did, in whatever order that comes. Who has taken in the same has the same text (a CRDT, after Logoot).
//
// Each letter has a place, which no other ever has and which never changes: a list of [number, giver], in the order of which
// the text is read. Between two places there is always another.

const base = 2 ** 16;

const compare = (one, other) => {
	for (let at = 0; at < Math.max(one.length, other.length); at++) {
		const [number, giver] = one[at] ?? [-1, ""], [otherNumber, otherGiver] = other[at] ?? [-1, ""];
		if (number !== otherNumber) return number - otherNumber;
		if (giver !== otherGiver) return giver < otherGiver ? -1 : 1;
	}
	return 0;
};

/** A new place between two others; no place at all stands for the beginning, and for the end. */
function between(left, right, giver) {
	const place = [];
	for (let at = 0, isBounded = true; ; at++) {
		const low = left[at] ?? [0, ""], high = isBounded && right.length ? right[at] ?? [0, ""] : [base, ""];
		if (high[0] - low[0] > 1) {
			// Near the left one: people write on.
			const room = Math.min(high[0] - low[0] - 1, 64);
			return [...place, [low[0] + 1 + Math.floor(Math.random() * room), giver]];
		}
		place.push(low);
		if (isBounded && compare([low], [high]) < 0) isBounded = false;
	}
}

export class SharedText {
	#writer;
	#count = 0; // of the letters that this one wrote
	#letters = []; // { place, letter }, in the order of places
	#gone = new Set(); // places of letters that were taken out, also of those that are still to come

	constructor(writer) {
		this.#writer = writer;
	}

	toString() {
		return this.#letters.map(({ letter }) => letter).join("");
	}

	/** All that it takes to have this text. */
	get state() {
		return { added: this.#letters, gone: [...this.#gone] };
	}

	/** Takes what a person made of the text; returns the change, for the others. */
	edit(text) {
		const old = [...`${this}`], letters = [...text];
		let start = 0, end = 0;
		while (start < Math.min(old.length, letters.length) && old[start] === letters[start]) start++;
		while (end < Math.min(old.length, letters.length) - start && old.at(-1 - end) === letters.at(-1 - end)) end++;
		const gone = this.#letters.slice(start, old.length - end).map(({ place }) => JSON.stringify(place));
		const right = this.#letters[old.length - end]?.place ?? [];
		let left = this.#letters[start - 1]?.place ?? [];
		const added = letters.slice(start, letters.length - end).map(letter => ({ place: left = between(left, right, `${this.#writer} ${this.#count++}`), letter }));
		this.merge({ added, gone });
		return { added, gone };
	}

	/** Takes in what somebody else did, once or again. */
	merge({ added, gone }) {
		for (const place of gone) this.#gone.add(place);
		const here = new Set(this.#letters.map(({ place }) => JSON.stringify(place)));
		this.#letters.push(...added.filter(({ place }) => !here.has(JSON.stringify(place))));
		this.#letters = this.#letters.filter(({ place }) => !this.#gone.has(JSON.stringify(place)));
		this.#letters.sort((one, other) => compare(one.place, other.place));
	}
}
