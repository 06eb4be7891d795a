// The conversation as it stands in the document.

import { make, person } from './document.js';
import { characterLimit } from './session.js';
import { say } from './words.js';

const messageLimit = 500; // in the document, which stays fast
const noticeLimit = 50; // of what nobody said: messages do not push it out, for what was lost must be seen
const historyTime = 1000; // milliseconds in which a room tells who comes in what was said before
const webAddress = /(https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]])/;
const dayOf = time => new Date(time).toLocaleDateString([], { dateStyle: 'full' });

export class Log {
	/** Whether the newest message is in sight. */
	isFollowing = true;
	/** How many messages of this channel the node holds, as it said last. */
	heldCount = 0;

	#queue = [];
	#timer;
	#historyUntil = 0; // what comes before that was said before the person came
	#unseen = 0;
	#late = 0; // messages that came above others, since it was told last
	#dropped = 0;
	#oldest; // ID of the oldest message that was shown, where it has nothing to show
	#top = 0; // where it stood when it followed last
	#once = new Map(); // author and key → what is shown
	#own = new Map(); // key → the own message that still waits for something
	#ui;
	#isOwn;

	/** `ui` is where it stands; `isOwn` tells whether a name is this person's; `askEarlier` asks for what was before an ID. */
	constructor({ ui, isOwn, askEarlier }) {
		this.#ui = ui;
		this.#isOwn = isOwn;
		this.#ui.log.onscroll = () => {
			const { scrollHeight, scrollTop, clientHeight } = ui.log;
			const isAtEnd = scrollHeight - scrollTop - clientHeight < 40;
			// A window that grows smaller, as above a keyboard that slides in, scrolls nobody away: a person goes up.
			if (isAtEnd || scrollTop < this.#top) this.isFollowing = isAtEnd;
			if (this.isFollowing) this.follow();
			else if (scrollTop < 200 && !ui.earlier.hidden && ui.messages.childElementCount < 3 * messageLimit) {
				const oldest = this.#oldest ?? ui.messages.querySelector('.said')?.message;
				if (oldest) askEarlier?.(oldest);
			}
		};
		new ResizeObserver(() => this.isFollowing && this.follow()).observe(ui.log);
	}

	/** The person has come in; in a room that she knows, what comes is new to her. */
	begin() {
		if (!this.#ui.messages.firstChild) this.#historyUntil = performance.now() + historyTime;
	}

	/** Shows a message, or a notice, in a moment. */
	add(line) {
		const isHistory = performance.now() < this.#historyUntil;
		if (this.#queue.push({ ...line, isHistory }) > messageLimit) this.#drop(this.#queue.findIndex(line => !line.notice));
		this.#timer ??= setTimeout(() => this.#flush(), 30);
	}

	/** There are too many: one is not shown, nor as one that is on its way. */
	#drop(index) {
		const [{ username, key }] = this.#queue.splice(Math.max(0, index), 1);
		this.#dropped++;
		if (!key || !this.#isOwn(username)) return;
		this.#own.get(key)?.remove();
		this.#own.delete(key);
	}

	/** Shows what was before all that stands there; what the reader looks at stays where it is. */
	addEarlier({ messages, oldest, more }) {
		const { log } = this.#ui;
		const below = log.scrollHeight - log.scrollTop;
		this.#ui.messages.ariaLive = 'off';
		for (const message of messages) this.#show(message, true);
		this.#oldest = oldest;
		this.#dropped = more ? Math.max(1, this.#dropped - messages.length) : 0;
		if (!more) this.heldCount = 0;
		this.showEarlier();
		log.scrollTop = log.scrollHeight - below;
	}

	/** Shows an own message that is on its way. */
	addWaiting(key, text) {
		const item = make('li', 'said mine more', make('p', 'text', text));
		this.#ui.waiting.append(item);
		this.#own.set(key, item);
	}

	/** Shows how many nodes hold an own message, at once or when it is there. */
	mark(key, copies) {
		const item = this.#own.get(key);
		if (!item || !copies) return;
		item.copies = copies;
		const sign = item.querySelector('.copies');
		if (!sign) return;
		sign.textContent = '✓'.repeat(copies);
		sign.ariaLabel = sign.title = say('Copies: %', copies);
		if (copies > 1) this.#own.delete(key);
	}

	/** Says of an own message that no node took it, as far as is known; `again` sends the text once more, under its key. */
	markUnsent(key, again) {
		const item = this.#own.get(key);
		// What stands among the messages was taken, and what comes there yet takes the place of this.
		if (item?.parentNode !== this.#ui.waiting) return;
		const button = make('button', '', say('Send again'));
		button.onclick = () => {
			item.remove();
			again(item.firstChild.textContent, key);
		};
		item.append(make('small', 'warning', say('Not sent'), ' ', button));
	}

	/** Goes to the first message that was not seen. */
	showUnseen() {
		this.#ui.messages.querySelector('.fresh')?.scrollIntoView();
	}

	/** Goes to the newest message. */
	follow() {
		this.#ui.log.scrollTop = this.#ui.log.scrollHeight;
		this.#top = this.#ui.log.scrollTop;
		this.isFollowing = true;
		if (document.hidden) return;
		this.#unseen = 0;
		this.#showUnseenCount();
	}

	#showUnseenCount() {
		this.#ui.newer.hidden = !this.#unseen || this.isFollowing;
		this.#ui.newer.textContent = say('↓ New messages: %', this.#unseen);
		document.title = document.title.replace(/^\(\d+\) |^/, this.#unseen ? `(${this.#unseen}) ` : '');
	}

	/** Says how much is not shown. */
	showEarlier() {
		const count = Math.max(this.#dropped, this.heldCount - this.#shownCount);
		this.#ui.earlier.hidden = count <= 0;
		this.#ui.earlier.textContent = say('Earlier, not shown: %', count);
		this.#ui.empty.hidden = this.#shownCount + count > 0;
	}

	get #shownCount() {
		return this.#ui.messages.querySelectorAll('.said').length + this.#queue.length;
	}

	/** Shows what came lately at once: a flood costs one layout. */
	#flush() {
		this.#timer = null;
		// Who has just scrolled up is told of that with the next picture only, and would be taken back before it.
		if (this.isFollowing && this.#ui.log.scrollTop < this.#top) this.#ui.log.onscroll();
		this.#ui.messages.ariaLive = this.#queue.length > 20 ? 'off' : 'polite'; // a history is not read aloud
		for (const line of this.#queue.splice(0)) line.notice ? this.#note(line.notice) : this.#show(line, line.isHistory);
		if (this.#late) this.#note(say('Messages that came later: %', this.#late));
		this.#late = 0;
		const notices = this.#ui.messages.getElementsByClassName('notice');
		// A reader who looks back keeps more, so that nothing moves.
		while (this.#ui.messages.childElementCount > messageLimit * (this.isFollowing ? 1 : 4)) {
			const first = notices[noticeLimit] ? notices[0] : this.#ui.messages.querySelector('.said') ?? notices[0];
			if (first !== notices[0]) this.#dropped++, this.#oldest = undefined;
			this.#once.delete(first.identity);
			first.remove();
		}
		this.showEarlier();
		if (this.isFollowing) this.follow();
		this.#showUnseenCount();
	}

	/** A line that nobody said; it keeps its place when older messages come. */
	#note(text) {
		this.#ui.messages.append(Object.assign(make('li', 'notice', text), { time: this.#ui.messages.lastChild?.time ?? 0 }));
	}

	#show({ id, username, message, node, time = Date.now(), key }, isHistory) {
		const identity = key && `${username}\n${key}`;
		// What a node took with it comes again, at another time.
		const old = this.#once.get(identity);
		const next = old?.nextSibling;
		old?.remove();

		const isMine = this.#isOwn(username);
		const item = make('li', `said ${isMine ? 'mine' : ''}`, ...this.#parts(username, message, node, time));
		Object.assign(item, { time, message: id, who: `${username}\n${node}`, identity });
		if (identity) this.#once.set(identity, item);
		this.#place(item, next);
		// What slips in above something that was shown already was out of reach when it was said.
		if (!isHistory && !old && item.nextSibling && item.time < Date.now() - 3000) {
			item.classList.add('late');
			item.lastChild.dataset.late = say('came later');
			this.#late++;
		}

		if (isMine && this.#own.has(key)) {
			const waiting = this.#own.get(key);
			waiting.remove();
			this.#own.set(key, item);
			const sign = make('small', 'copies');
			sign.role = 'img';
			item.lastChild.append(sign);
			this.mark(key, waiting.copies);
		} else if ((!this.isFollowing || document.hidden && !isHistory) && !old && !this.#unseen++) {
			this.#ui.messages.querySelector('.fresh')?.classList.remove('fresh');
			item.classList.add('fresh');
		}
	}

	#parts(username, message, node, time) {
		const isRecent = Date.now() - time < 432e5;
		const clock = make('time', '', new Date(time).toLocaleString([], { timeStyle: 'short', dateStyle: isRecent ? undefined : 'short' }));
		const rest = message.length - characterLimit;
		const pieces = message.slice(0, characterLimit).split(webAddress).map((piece, index) =>
			index % 2 ? Object.assign(make('a', '', piece), { href: piece, target: '_blank', rel: 'noopener noreferrer' }) : piece);
		const text = make('p', 'text', ...pieces, rest > 0 ? ` … +${rest}` : '');
		text.dir = 'auto';
		clock.title = new Date(time).toLocaleString();
		return [make('p', 'by', person(username), make('small', 'elide', node), clock), text];
	}

	/** Puts a message where its time says, and of one time where its ID does, so that all read the same. */
	#place(item, next) {
		let before = this.#ui.messages.lastChild;
		while (before?.time > item.time || (before?.time === item.time && before.message > item.message)) before = before.previousSibling;
		before ? before.after(item) : this.#ui.messages.prepend(item);
		for (const one of [next, item, item.nextSibling]) {
			const last = one?.previousSibling;
			if (!one?.who) continue;
			const day = dayOf(one.time);
			const isNewDay = day !== dayOf(last?.time || Date.now());
			isNewDay ? one.dataset.day = day : delete one.dataset.day;
			one.classList.toggle('more', !isNewDay && last?.who === one.who && one.time - last.time < 18e4);
		}
	}
}
