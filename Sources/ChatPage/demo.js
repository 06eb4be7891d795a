// The demonstration: two people on two nodes, two robots that count, and what comes of it when the mesh is broken.

import { make, ui } from './document.js';
import { Log } from './log.js';
import { along, draw, markOf, placesOf, shape } from './map.js';
import { Mesh } from './mesh.js';
import { Referee } from './referee.js';
import { Session } from './session.js';
import { statusOf, Wire } from './wire.js';
import { say, translate } from './words.js';

const total = 61; // numbers: one a second for a minute
const asked = Number(new URLSearchParams(location.search).get('every'));
const interval = asked >= 20 && asked <= 5000 ? asked : 1000; // milliseconds between two numbers
const lookInterval = 400; // milliseconds between two questions how the nodes are
const states = ['up', 'slow', 'down'];
const home = new URL('.', location.href).href.slice(0, -1); // where this page's node is, without a slash at its end
const secret = () => crypto.getRandomValues(new Uint32Array(4)).join('-');
const channel = `demo ${secret()}`; // each visit has its own

const mesh = new Mesh(channel);
const people = ['Ana', 'Ben'];
const referee = new Referee(people);

// ---- Who takes part

/** Somebody on a node, who goes on at another one when that dies. */
class Guest {
	node; // the name of the node that it is on, or was last
	hasMoved = false; // whether it went on at another one
	sentence; // what it said last: { key, at, isHeard } on the other side
	carried; // the one that was said as its node died

	constructor(name, address) {
		this.name = name;
		this.session = new Session({ home: address, channel, secret: secret() });
		this.wire = new Wire(this.session, action => this.handle(action));
		this.join();
	}

	join() {
		this.wire.carryOut(this.session.join(this.name, performance.now()));
	}

	say(text, key = secret()) {
		this.wire.carryOut(this.session.post(text, key, performance.now()));
	}

	/** Whether it has a node that knows positions and keys. */
	get isOpen() {
		return this.session.phase === 'open' && this.session.canResume;
	}

	handle(action) {
		if (action.refused) setTimeout(() => this.join(), 1000); // a node that has not begun to serve
		const { here } = this.session;
		if (!action.changed || !here) return;
		if (this.node && this.node !== here) {
			referee.move(Date.now());
			this.hasMoved = true;
			this.carried = Date.now() < this.sentence?.at + 5000 ? this.sentence : null;
		}
		this.node = here;
	}
}

/** A person: what she reads, and where she writes. */
class Person extends Guest {
	constructor(root, name, address) {
		super(name, address);
		root.append(ui.seat.content.cloneNode(true));
		root.ariaLabel = name;
		this.ui = Object.fromEntries([...root.querySelectorAll('[data-part]')].map(element => [element.dataset.part, element]));
		const { title, log, draft, send, newer, composer } = this.ui;
		title.textContent = name;
		log.ariaLabel = say('Messages');
		draft.ariaLabel = `${say('Message')}: ${name}`;
		send.textContent = say('Send');
		this.log = new Log({ ui: this.ui, isOwn: name => this.session.isOwn(name) });
		newer.onclick = () => this.log.showUnseen();
		composer.onsubmit = event => {
			event.preventDefault();
			const text = draft.value.trim();
			if (!text || this.session.objection(text)) return;
			this.speak(text);
			draft.value = '';
		};
		this.show();
	}

	speak(text, key = secret()) {
		this.sentence = { key, at: Date.now(), isHeard: false };
		if (this.session.canResume) this.log.addWaiting(key, text);
		this.say(text, key);
		this.log.follow();
	}

	handle(action) {
		super.handle(action);
		if (action.show?.event === 'send-message') {
			referee.hear(this.name, action.show);
			const { sentence } = this === right ? left : right ?? {};
			if (sentence?.key === action.show.key) sentence.isHeard = true;
			this.log.add(action.show);
		}
		if (action.notice) this.log.add({ notice: say(...action.notice) });
		if (action.settled) this.log.mark(action.settled, action.copies);
		if (action.unsent) this.log.markUnsent(action.unsent, (text, key) => this.speak(text, key));
		if (action.changed) this.show();
	}

	show() {
		if (!this.ui) return;
		const isLost = this.session.phase === 'lost';
		this.ui.state.textContent = isLost ? say('Connection lost') : this.node ? say('on %', this.node) : '…';
		this.ui.state.className = `dot ${this.isOpen ? 'up' : ''}`;
	}
}

// ---- What is broken and mended

let nodes = []; // { name, url } of each node, as they were at the begin
let left, right, robots = [];
const urlOf = name => nodes.find(node => node.name === name)?.url;

/** Asks a node to be broken; one that is dead needs it no more. */
const ask = (name, path) => fetch(`${urlOf(name)}/demo/${path}`, { method: 'POST' }).catch(() => null);
const askLink = (from, to, state) => ask(from, `links/${encodeURIComponent(to)}?state=${state}`);

function setLink(ends, state) {
	touchedAt = Date.now();
	referee.setLink(ends, state, Date.now());
	askLink(ends[0], ends[1], state);
	askLink(ends[1], ends[0], state);
	showMesh();
}

function crash(name) {
	if (!alive.has(name)) return;
	alive.delete(name);
	touchedAt = Date.now();
	referee.crash(name, Date.now());
	ask(name, 'crash');
	mesh.take(urlOf(name), null);
	showMesh();
}

// ---- The mesh

let alive = new Set(); // the nodes that answered when they were asked last
let links = []; // the names of both ends of each
let up = new Set(); // both names of each link that both ends say is up
let touchedAt = 0; // when something was broken or mended last, or a node was back: links take a moment
let planned = ''; // what the switches were made for

/** What a link is, by what was done to it here and, behind the moment that this takes, by what the nodes say. */
function stateOf(ends) {
	const state = referee.stateOf(ends);
	if (state === 'slow' || Date.now() < touchedAt + 3000 || !ends.every(end => alive.has(end))) return state;
	return up.has(ends.join()) ? 'up' : 'down';
}

async function look() {
	await Promise.all(nodes.map(async ({ name, url }) => {
		const status = await statusOf(url);
		mesh.take(url, status);
		if (!status) return alive.delete(name);
		referee.seeRun(name, status.epoch, Date.now());
		if (alive.has(name)) return;
		alive.add(name);
		touchedAt = Date.now();
		// A node that was started again knows nothing of what was broken.
		for (const { ends, state } of referee.broken) if (ends.includes(name)) askLink(name, ends.find(end => end !== name), state);
	}));
	const now = Date.now();
	// Others may break and mend the mesh, too.
	for (const { ends, state } of referee.broken) if (state === 'down' && stateOf(ends) === 'up') referee.setLink(ends, 'up', now);
	referee.see(mesh.parts(left.node ?? nodes[0].name).filter(part => part.some(name => alive.has(name))).length, alive.size === nodes.length, now);
	showMesh();
	setTimeout(look, lookInterval);
}

function showMesh() {
	const here = left?.node ?? nodes[0]?.name;
	const picture = mesh.picture(here);
	const verdict = say(...mesh.verdict(here));
	links = picture.links.map(({ ends }) => ends.map(end => picture.nodes[end].name).sort());
	up = new Set(picture.links.flatMap(({ isUp }, index) => isUp ? [links[index].join()] : []));
	referee.learn(picture.nodes.map(({ name }) => name), links);
	draw(picture, verdict);
	if (ui.proof.textContent !== verdict) ui.proof.textContent = verdict;
	const plan = JSON.stringify([picture.nodes.map(({ name }) => name), links]);
	if (plan !== planned) makeSwitches(picture);
	planned = plan;
	showSwitches();
	showCounts();
}

let switches = []; // each shows by itself what it would do

/** What is clicked stands above the picture, which is drawn anew all the time. */
function makeSwitches(picture) {
	const places = placesOf(picture.nodes.length);
	switches = [];
	const add = (role, form, press) => {
		const group = shape('g', '', { role, tabindex: 0 });
		group.append(form, shape('title', '', {}));
		group.onclick = press;
		group.onkeydown = event => {
			if (event.key !== 'Enter' && event.key !== ' ') return;
			event.preventDefault();
			press();
		};
		return group;
	};
	const tell = (group, text) => {
		if (group.ariaLabel !== text) group.ariaLabel = group.lastChild.textContent = text;
	};
	const all = picture.links.map(({ ends }) => ends.map(end => places[end]));
	const lines = all.map((whole, index) => {
		const mark = markOf(whole, all);
		// The ends belong to the nodes, and a crossing to no line.
		const [[x1, y1], [x2, y2]] = [mark > .5 ? .6 : .25, mark < .5 ? .4 : .75].map(part => along(whole, part));
		const line = shape('line', '', { x1, y1, x2, y2 });
		const ends = links[index];
		const group = add('switch', line, () => setLink(ends, stateOf(ends) === 'down' ? 'up' : 'down'));
		switches.push(() => {
			const state = stateOf(ends);
			tell(group, `${say('Link % – %', ...ends)}: ${say(state)}`);
			group.ariaChecked = `${state !== 'down'}`;
			line.setAttribute('class', state);
		});
		return group;
	});
	const circles = picture.nodes.map(({ name }, index) => {
		const [cx, cy] = places[index];
		const group = add('button', shape('circle', '', { cx, cy, r: 22 }), () => crash(name));
		const guests = shape('text', '', { x: cx, y: cy < 110 ? cy - 36 : cy + 46 });
		group.prepend(guests);
		switches.push(() => {
			const there = [left, right, ...robots].filter(guest => guest?.node === name && guest.session.phase !== 'lost').map(guest => guest.name).join(say(', '));
			if (guests.textContent !== there) guests.textContent = there;
			tell(group, say(alive.has(name) ? 'Kill %' : '% is dead, and starts again in a moment', name));
			group.ariaDisabled = `${!alive.has(name)}`;
		});
		return group;
	});
	ui.switches.replaceChildren(...lines, ...circles);
	ui.links.replaceChildren(...links.map(ends => {
		const choice = make('select', '', ...states.map(state => Object.assign(make('option', '', say(state)), { value: state })));
		choice.ariaLabel = say('Link % – %', ...ends);
		choice.onchange = () => setLink(ends, choice.value);
		switches.push(() => choice.value = stateOf(ends));
		return make('li', '', ends.join(' – '), choice);
	}));
}

function showSwitches() {
	for (const show of switches) show();
}

// ---- The minute

let said = 0, isPlayed = false;

const counted = (count, one, many) => say(count === 1 ? one : many, count);

function lineOf({ numbers, nodes, partitions, crashes, moves, missing, twice, outOfOrder }) {
	return `${[
		counted(numbers, '% number', '% numbers'), counted(nodes, '% node', '% nodes'), counted(partitions, '% partition', '% partitions'),
		counted(crashes, '% crash', '% crashes'), counted(moves, '% change of node', '% changes of node'),
	].join(say(', '))}${say(': ')}${say('missing %, twice %, out of order %', missing, twice, outOfOrder)}`;
}

function showCounts() {
	const verdict = referee.verdict(Date.now());
	const line = lineOf(verdict);
	const isOver = said === total && !verdict.onTheWay;
	ui.tally.textContent = isOver || !said ? '' : say('% (so far, % on their way)', line, verdict.onTheWay);
	const end = isOver ? line : '';
	if (ui.verdict.textContent !== end) ui.verdict.textContent = end; // or it would be read aloud again
	ui.verdict.classList.toggle('broken', verdict.missing + verdict.twice + verdict.outOfOrder > 0);
	ui.once.hidden = !isOver;
	ui.play.hidden = isPlayed || said > 8;
	const guide = say(...guideTo(verdict, isOver));
	if (ui.guide.textContent !== guide) ui.guide.textContent = guide;
}

/** What to do next, as words. */
function guideTo({ partitions }, isOver) {
	if (!said) return ['Waiting for the nodes…'];
	if (isOver) return ['That was the minute. Everything may still be broken and mended.'];
	if (!alive.size) return ['No node answers. Each starts again in a moment.'];
	// A dead node leaves parts, too, until it is back; no click mends that.
	const isCutElsewhere = alive.size === nodes.length && Date.now() > touchedAt + 3000 && mesh.isCut(left.node);
	if (referee.isCut || isCutElsewhere) return ['Both sides go on. Click what is cut once more: it heals.'];
	if (left.isOpen && left.carried?.isHeard) return ['% went on at another node, and the sentence stands once on the other side.', left.name];
	if (left.isOpen && left.hasMoved) return ['% went on at another node. Say something as %, and at once click the node % is on: it is killed.', left.name, left.name, left.name];
	if (partitions) return ['What was missed slid in, marked. Say something as %, and at once click the node % is on: it is killed.', left.name, left.name];
	return ['Two robots count aloud. Cut % off: click its links in the map.', nodes.at(-1).name];
}

function playAlong() {
	const ofLast = links.filter(ends => ends.includes(nodes.at(-1).name));
	if (said === 10) for (const ends of ofLast) setLink(ends, 'down');
	if (said === 25) for (const ends of ofLast) setLink(ends, 'up');
	if (said !== 35) return;
	left.speak(say('This sentence is said while its node is killed.'));
	crash(left.node);
}

/** The robots take turns; each counts for itself. */
function countOn() {
	const robot = robots[said % 2];
	const number = Math.floor(said / 2) + 1;
	const key = secret();
	said++;
	referee.post(key, robot.name, number, Date.now());
	robot.say(String(number), key);
	if (isPlayed) playAlong();
	showCounts();
	if (said < total) setTimeout(countOn, interval);
}

/** Where all nodes are, those too that are cut off: the node that this page is from tells whoever joins. */
function nodesOfMesh() {
	const session = new Session({ home, channel, secret: secret() });
	return new Promise(done => {
		const wire = new Wire(session, action => {
			if (action.refused?.[0]) setTimeout(join, 500);
			if (!action.changed) return;
			queueMicrotask(() => {
				// Leaving is a change, too.
				if (session.phase !== 'open' || !session.canResume) return;
				done(session.nodes);
				wire.carryOut(session.leave());
			});
		});
		const join = () => wire.carryOut(session.join('-', performance.now()));
		join();
	});
}

async function begin() {
	const urls = await nodesOfMesh();
	let statuses = [];
	// One that is killed is back in a moment.
	for (const end = Date.now() + 10000; nodes.length < urls.length && (!nodes.length || Date.now() < end);) {
		statuses = await Promise.all(urls.map(statusOf));
		nodes = urls.flatMap((url, index) => statuses[index] ? [{ name: statuses[index].node, url }] : []);
		if (nodes.length < urls.length) await new Promise(done => setTimeout(done, 500));
	}
	nodes.sort((one, other) => one.name < other.name ? -1 : 1);
	// Whatever was broken before: this minute begins with a whole mesh.
	await Promise.all(statuses.flatMap(status => status?.links.map(({ peer }) => askLink(status.node, peer, 'up')) ?? []));
	left = new Person(ui.left, people[0], nodes[0].url);
	right = new Person(ui.right, people[1], nodes.at(-1).url);
	robots = [nodes[1] ?? nodes[0], nodes.at(-1)].map(({ url }, index) => new Guest(say('Robot %', index + 1), url));
	look();
	const all = [left, right, ...robots];
	while (!all.every(guest => guest.isOpen)) await new Promise(done => setTimeout(done, 50));
	countOn();
}

ui.play.onclick = () => {
	isPlayed = true;
	showCounts();
};
ui.once.onclick = () => location.reload();
translate();
showCounts();
begin();
