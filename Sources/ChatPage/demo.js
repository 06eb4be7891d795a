// The demonstration: two people on two nodes, two robots that count, and what comes of it when the mesh is broken.

import { make, ui } from './document.js';
import { Log } from './log.js';
import { draw, placesOf, shape } from './map.js';
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
		if (this.node && this.node !== here) referee.move(Date.now());
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
		this.log = new Log({ ui: this.ui, isOwn: name => this.session.isOwn(name), copies: key => this.session.copies(key) });
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

	speak(text) {
		const key = secret();
		if (this.session.canResume) this.log.addWaiting(key, text);
		this.say(text, key);
		this.log.follow();
	}

	handle(action) {
		super.handle(action);
		if (action.show?.event === 'send-message') {
			referee.hear(this.name, action.show);
			this.log.add(action.show);
		}
		if (action.notice) this.log.add({ notice: say(...action.notice) });
		if (action.settled) this.log.mark(action.settled);
		if (action.unsent) this.log.markUnsent(action.unsent, text => this.speak(text));
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
	referee.setLink(ends, state, Date.now());
	askLink(ends[0], ends[1], state);
	askLink(ends[1], ends[0], state);
	showMesh();
}

function crash(name) {
	if (!alive.has(name)) return;
	alive.delete(name);
	referee.crash(name, Date.now());
	ask(name, 'crash');
	mesh.take(urlOf(name), null);
	showMesh();
}

// ---- The mesh

let alive = new Set(); // the nodes that answered when they were asked last
let links = []; // the names of both ends of each
let planned = ''; // what the switches were made for

async function look() {
	await Promise.all(nodes.map(async ({ name, url }) => {
		const status = await statusOf(url);
		mesh.take(url, status);
		if (!status) return alive.delete(name);
		if (alive.has(name)) return;
		alive.add(name);
		// A node that was started again knows nothing of what was broken.
		for (const { ends, state } of referee.broken) if (ends.includes(name)) askLink(name, ends.find(end => end !== name), state);
	}));
	showMesh();
	setTimeout(look, lookInterval);
}

function showMesh() {
	const here = left?.node ?? nodes[0]?.name;
	const picture = mesh.picture(here);
	const verdict = say(...mesh.verdict(here));
	links = picture.links.map(({ ends }) => ends.map(end => picture.nodes[end].name).sort());
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
	const lines = picture.links.map(({ ends: [from, to] }, index) => {
		const [[x1, y1], [x2, y2]] = [places[from], places[to]];
		// The ends belong to the nodes.
		const at = (one, other, part) => one + (other - one) * part;
		const line = shape('line', '', { x1: at(x1, x2, .25), y1: at(y1, y2, .25), x2: at(x1, x2, .75), y2: at(y1, y2, .75) });
		const ends = links[index];
		const group = add('switch', line, () => setLink(ends, referee.stateOf(ends) === 'down' ? 'up' : 'down'));
		switches.push(() => {
			const state = referee.stateOf(ends);
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
		switches.push(() => choice.value = referee.stateOf(ends));
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
function guideTo({ partitions, crashes }, isOver) {
	if (!said) return ['Waiting for the nodes…'];
	if (isOver) return ['That was the minute. Everything may still be broken and mended.'];
	if (referee.broken.some(({ state }) => state === 'down')) return ['Both sides go on. Click what is cut once more: it heals.'];
	if (crashes) return ['% went on at another node, and the sentence stands once on the other side.', left.name];
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

async function begin() {
	// The node that this page is from tells which others there are.
	while (!nodes.length) {
		const status = await statusOf(home);
		nodes = (status?.nodes ?? []).map(({ name, http }) => ({ name, url: name === status.node ? home : `${location.protocol}//${http}` }));
		nodes.sort((one, other) => one.name < other.name ? -1 : 1);
		if (!nodes.length) await new Promise(done => setTimeout(done, 500));
	}
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
