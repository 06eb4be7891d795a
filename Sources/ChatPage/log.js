// The conversation as it stands in the document.

import { make, person, ui } from './document.js';
import { characterLimit } from './session.js';
import { say } from './words.js';

const messageLimit = 500; // in the document, which stays fast

export class Log {
	/** Whether the newest message is in sight. */
	isFollowing = true;
	/** How many messages of this channel the node holds, as it said last. */
	heldCount = 0;

	#queue = [];
	#timer;
	#unseen = 0;
	#dropped = 0;
	#once = new Map(); // author and key → what is shown
	#own = new Map(); // key → the own message that still waits for something
	#isOwn;
	#copies;

	/** `isOwn` tells whether a name is this person's, `copies` how many nodes hold an own message, by its key. */
	constructor({ isOwn, copies }) {
		this.#isOwn = isOwn;
		this.#copies = copies;
		ui.log.onscroll = () => {
			this.isFollowing = ui.log.scrollHeight - ui.log.scrollTop - ui.log.clientHeight < 40;
			if (this.isFollowing) this.follow();
		};
		new ResizeObserver(() => this.isFollowing && this.follow()).observe(ui.log);
	}

	/** Shows a message, or a notice, in a moment. */
	add(line) {
		if (this.#queue.push(line) > messageLimit) this.#queue.shift(), this.#dropped++;
		this.#timer ??= setTimeout(() => this.#flush(), 30);
	}

	/** Shows an own message that is on its way. */
	addWaiting(key, text) {
		const item = make('li', 'said mine more', make('p', 'text', text));
		ui.waiting.append(item);
		this.#own.set(key, item);
	}

	/** Shows how many nodes hold an own message, once it is there. */
	mark(key) {
		const sign = this.#own.get(key)?.querySelector('.copies');
		const copies = this.#copies(key);
		if (!sign || !copies) return;
		sign.textContent = '✓'.repeat(copies);
		sign.ariaLabel = sign.title = say('Copies: %', copies);
		if (copies > 1) this.#own.delete(key);
	}

	/** Says of an own message that nobody will get it. */
	markUnsent(key) {
		this.#own.get(key)?.append(make('small', 'warning', say('Not sent')));
		this.#own.delete(key);
	}

	/** Goes to the newest message. */
	follow() {
		this.isFollowing = true;
		this.#unseen = 0;
		ui.newer.hidden = true;
		ui.log.scrollTop = ui.log.scrollHeight;
	}

	/** Says how much is not shown. */
	showEarlier() {
		const count = Math.max(this.#dropped, this.heldCount - this.#shownCount);
		ui.earlier.hidden = count <= 0;
		ui.earlier.textContent = say('Earlier, not shown: %', count);
	}

	get #shownCount() {
		return ui.messages.querySelectorAll('.said').length + this.#queue.length;
	}

	/** Shows what came lately at once: a flood costs one layout. */
	#flush() {
		this.#timer = null;
		ui.messages.ariaLive = this.#queue.length > 20 ? 'off' : 'polite'; // a history is not read aloud
		for (const line of this.#queue.splice(0)) line.notice ? ui.messages.append(make('li', 'notice', line.notice)) : this.#show(line);
		// A reader who looks back keeps more, so that nothing moves.
		while (ui.messages.childElementCount > messageLimit * (this.isFollowing ? 1 : 4)) {
			this.#once.delete(ui.messages.firstChild.identity);
			ui.messages.firstChild.remove();
			this.#dropped++;
		}
		this.showEarlier();
		if (this.isFollowing) this.follow();
		ui.newer.hidden = !this.#unseen;
		ui.newer.textContent = say('↓ New messages: %', this.#unseen);
	}

	#show({ username, message, node = '', time, key }) {
		if (!Number.isFinite(time)) time = Date.now();
		const identity = key && `${username}\n${key}`;
		// What a node took with it comes again, at another time.
		const old = this.#once.get(identity);
		const next = old?.nextSibling;
		old?.remove();

		const isMine = this.#isOwn(username);
		const item = make('li', `said ${isMine ? 'mine' : ''}`, ...this.#parts(username, message, node, time));
		Object.assign(item, { time, who: `${username}\n${node}`, identity });
		if (identity) this.#once.set(identity, item);
		this.#place(item, next);

		if (isMine && this.#own.has(key)) {
			this.#own.get(key).remove();
			this.#own.set(key, item);
			const sign = make('small', 'copies');
			sign.role = 'img';
			item.lastChild.append(sign);
			this.mark(key);
		} else if (!this.isFollowing) {
			this.#unseen++;
		}
	}

	#parts(username, message, node, time) {
		const isRecent = Date.now() - time < 432e5;
		const clock = make('time', '', new Date(time).toLocaleString([], { timeStyle: 'short', dateStyle: isRecent ? undefined : 'short' }));
		const rest = message.length - characterLimit;
		const text = make('p', 'text', message.slice(0, characterLimit), rest > 0 ? ` … +${rest}` : '');
		text.dir = 'auto';
		return [make('p', 'by', person(username), make('small', 'elide', node), clock), text];
	}

	/** Puts a message where its time says, so that all read the same. */
	#place(item, next) {
		let before = ui.messages.lastChild;
		while (before?.time > item.time) before = before.previousSibling;
		before ? before.after(item) : ui.messages.prepend(item);
		for (const one of [next, item, item.nextSibling]) {
			const last = one?.previousSibling;
			one?.classList.toggle('more', last?.who === one.who && one.time - last?.time < 18e4);
		}
	}
}
