// What each sender posted, in the order in which it did.
//
// Nodes keep the order of what was posted on one of them. A program that goes on at another node could overtake itself: what
// it posted last on the first one may come by a longer way than what it posts next. So the keys of its posts tell who posted
// and the how many-th post it is, and what comes too early waits for what is missing.

const missingTime = 3000; // for what is missing: a node that lacks something asks another for it within a second
const heldLimit = 1024; // messages that wait
const heldSizeLimit = 1 << 24; // characters or bytes of all that wait
const senderLimit = 1024; // senders of whom it is known how far they are

/** The key of a sender's `number`-th post; `sender` has 32 hexadecimal digits, and `chance` 16 that nobody knows before: to nodes of before, a key is anybody's. */
export const keyOf = (sender, number, chance) => `${sender}#0${number}#${chance}`;

/** Which one of its sender's posts has a key. */
export const numberOf = key => +key.split('#')[1];

/** Takes who posted a key that came back out of those known by key, of `last` posts: what it has left far behind was lost on its way. */
export function takeSender(senders, key, last) {
	const sender = senders.get(key);
	if (senders.delete(key)) while (senders.size > last - numberOf(key) + heldLimit) {
		const [first] = senders.keys();
		senders.delete(first);
	}
	return sender;
}

export class SenderOrder {
	/** When release must be called; null for never. */
	deadline = null;

	#senders = new Map(); // sender → { next: its next number, held: { number, message, size, at } of each that waits, in order }
	#heldCount = 0;
	#heldSize = 0;

	/** A message of a size has come; returns what is to be heard now. */
	take(message, size, now) {
		// Where a zero stands before the number, nodes let nobody else post. Programs of before leave that out, and the chance.
		const [, sender, digits] = /^([0-9a-f]{32}#0?)(\d{1,15})(#[0-9a-f]{16})?$/.exec(message.key) ?? [];
		if (!sender) return [message];
		const number = +digits, known = this.#senders.get(sender);
		if (!known) {
			const held = this.#senders.size < senderLimit ? [] : this.forget();
			this.#senders.set(sender, { next: number + 1, held: [] });
			return [...held, message];
		}
		// What nobody waits for any more is heard late.
		if (number < known.next) return [message];
		if (number === known.next) {
			known.next++;
			return [message, ...this.#goOn(known, number)];
		}
		// Somebody else may say that a message has this number, too.
		known.held.splice(known.held.findLastIndex(held => held.number <= number) + 1, 0, { number, message, size, at: now });
		this.#heldSize += size;
		if (++this.#heldCount > heldLimit || this.#heldSize > heldSizeLimit) return this.forget();
		this.deadline ??= now + missingTime;
		return [];
	}

	/** Returns what has waited long enough. */
	release(now) {
		if (this.deadline === null || now < this.deadline) return [];
		return [...this.#senders.values()].flatMap(known => this.#goOn(known, known.held.findLast(({ at }) => at + missingTime <= now)?.number ?? 0));
	}

	/** What is missing may be lost: returns all that waits, and waits no more. */
	forget() {
		const held = [...this.#senders.values()].flatMap(known => this.#goOn(known, Infinity));
		this.#senders.clear();
		return held;
	}

	/** What waits up to a number, and what follows without a gap. */
	#goOn(known, last) {
		const { held } = known;
		let count = 0;
		while (held[count]?.number <= Math.max(last, known.next)) known.next = held[count++].number + 1;
		if (!count) return [];
		const messages = held.splice(0, count).map(({ message, size }) => {
			this.#heldCount--;
			this.#heldSize -= size;
			return message;
		});
		const times = [...this.#senders.values()].flatMap(({ held }) => held.map(({ at }) => at + missingTime));
		this.deadline = times.length ? Math.min(...times) : null;
		return messages;
	}
}
