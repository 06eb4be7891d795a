// The posts of a program that fewer than two nodes are known to hold: they are sent again to the node that comes next.
//
// A node that takes so many messages a second says so, and closes the connection above it. So posts wait for their turn,
// and each goes over one connection once, and not again to the very run of a node that has it. Only so many are under way
// at a time: a program hears its own posts too, and would be overtaken by them.

import { originOf } from '../position.js';

export const waitingLimit = 1 << 24; // characters or bytes that no node has confirmed
const confirmedLimit = 1000; // posts that one node holds; a mesh of one never makes a second copy
const confirmedSizeLimit = 1 << 24; // characters or bytes of those: the oldest are forgotten, and are on that node alone
const confirmedTime = 60000; // how long they are sent again, to whichever node comes next
const underWayLimit = 512; // posts that went over this connection and are not confirmed
const underWaySizeLimit = 1 << 20; // characters or bytes of those, or one post
const burst = 1000; // of how long posts may go at once; a node takes those of two seconds, but they may have been held up

/** How many bytes a node counts of a frame: of text those of UTF-8, but 0 where they are surely within a limit; of others what follows the line. */
export const sizeOf = (frame, limit) => typeof frame !== 'string' ? frame.length - frame.indexOf(10) - 1
	: frame.length * 3 > limit ? new TextEncoder().encode(frame).length : 0;

export class UnsettledPosts {
	/** How much no node has confirmed: UTF-16 units of text, bytes of others. */
	waiting = 0;

	#posts = new Map(); // key → { frame, confirmedAt, run: the one at which it was posted, isUnderWay }, oldest first
	#confirmed = []; // keys of those that one node holds, or held before a second did, in the order in which it said so
	#confirmedSize = 0;
	#unsaid = null; // keys of those that were not sent over this connection, or settled meanwhile; null without one
	#underWayCount = 0;
	#underWaySize = 0;
	#place; // what open was told last
	#interval = 0; // from one post to the next; 0 where a node takes any number
	#spentUntil = 0; // when the posts that were sent have taken their intervals

	/** When say has more to say; null for never. */
	get deadline() {
		return this.#unsaid?.length && this.#interval && !this.#isFull ? this.#spentUntil + this.#interval - burst : null;
	}

	get #isFull() {
		return this.#underWayCount >= underWayLimit || this.#underWaySize >= underWaySizeLimit;
	}

	/** Takes a post; throws where too much waits. */
	add(key, frame) {
		if (this.waiting && this.waiting + frame.length > waitingLimit) {
			throw new DOMException(`${this.waiting} bytes wait for a node: wait for bufferedamountlow`, 'QuotaExceededError');
		}
		this.#posts.set(key, { frame, confirmedAt: null });
		this.waiting += frame.length;
		this.#unsaid?.push(key);
	}

	/** A run of a node is there, which takes so many posts a second; `rate` is nothing where it takes any number. */
	open(...place) {
		const [run, rate, now] = this.#place = place;
		for (const [key, { confirmedAt }] of this.#posts) {
			if (confirmedAt !== null && now - confirmedAt > confirmedTime) this.#forget(key);
		}
		this.#interval = rate > 0 ? 1000 / rate : 0;
		for (const post of this.#posts.values()) post.isUnderWay = false;
		this.#underWayCount = this.#underWaySize = 0;
		this.#unsaid = [...this.#posts.keys()].filter(key => !run || this.#posts.get(key).run !== run);
	}

	/** The node refuses a post and, with it, all of the same frame, so the others go again: returns the key if that is given up. */
	refuse(key) {
		if (this.#posts.get(key)?.confirmedAt !== null) return;
		this.#forget(key);
		if (this.#unsaid) this.open(...this.#place);
		return key;
	}

	/** The node is gone. */
	close() {
		this.#unsaid = null;
	}

	/** The frames whose turn it is. */
	say(now) {
		const frames = [];
		let count = 0;
		for (const key of this.#unsaid ?? []) {
			const post = this.#posts.get(key);
			if (post) {
				if (this.#isFull) break;
				const spentUntil = Math.max(this.#spentUntil, now) + this.#interval;
				if (spentUntil > now + burst) break;
				this.#spentUntil = spentUntil;
				frames.push(post.frame);
				if (post.confirmedAt === null) {
					post.isUnderWay = true;
					this.#underWayCount++;
					this.#underWaySize += post.frame.length;
				}
			}
			count++;
		}
		if (count) this.#unsaid.splice(0, count);
		return frames;
	}

	/** So many nodes hold a post, as `id`. */
	confirm(key, id, copies, now) {
		const own = this.#posts.get(key);
		if (!own) return;
		this.#land(own);
		if (copies > 1) this.#forget(key);
		else if (own.confirmedAt === null) {
			own.confirmedAt = now;
			own.run = originOf(`${id}`);
			this.waiting -= own.frame.length;
			this.#confirmedSize += own.frame.length;
			this.#confirmed.push(key);
			while (this.#confirmed.length > confirmedLimit || this.#confirmedSize > confirmedSizeLimit) this.#forget(this.#confirmed.shift());
		}
	}

	/** Forgets those that are longer than a node takes, or the longest where it has not said that: returns keys and sizes of those that are lost, for no node holds them. */
	removeLarger(limit = 0) {
		const sized = [...this.#posts].map(([key, post]) => ({ key, post, size: sizeOf(post.frame, limit) }));
		return sized.sort((one, other) => other.size - one.size).filter(({ key, post, size }, index) => {
			if (limit ? size <= limit : index) return false;
			this.#forget(key);
			return post.confirmedAt === null;
		});
	}

	#land(post) {
		if (!post.isUnderWay) return;
		post.isUnderWay = false;
		this.#underWayCount--;
		this.#underWaySize -= post.frame.length;
	}

	#forget(key) {
		const post = this.#posts.get(key);
		if (!post) return;
		this.#land(post);
		if (post.confirmedAt === null) this.waiting -= post.frame.length;
		else this.#confirmedSize -= post.frame.length;
		this.#posts.delete(key);
	}
}
