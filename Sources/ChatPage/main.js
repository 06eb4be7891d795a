// The page: what happens goes to the session, what the session wants is done here.

import { make, person, ui } from './document.js';
import { Log } from './log.js';
import { draw } from './map.js';
import { Mesh } from './mesh.js';
import { Session } from './session.js';
import { statusOf, Wire } from './wire.js';
import { say, translate } from './words.js';

const peopleLimit = 200;
const fewPeople = 20; // whom one sees at once, and looks for none
const longestLook = 60000; // milliseconds between two questions how the mesh is
const askedLimit = 8; // nodes that are asked at once how the mesh is; of more, one after the other
const channel = new URLSearchParams(location.search).get('channel') ?? 'chat';
// Where this page's node is, without a slash at its end.
const home = new URL('.', location.href).href.slice(0, -1);
const secret = () => crypto.getRandomValues(new Uint32Array(4)).join('-');
const memory = (() => {
	try {
		return sessionStorage;
	} catch {
		return {}; // a browser that keeps nothing
	}
})();

const place = `${home} ${channel} `; // where it keeps what is for this channel of this mesh alone: a tab may go on to another

/** Keeps a text for when the page is loaded again; where there is no room for it, what was kept before. */
function keep(name, value) {
	try {
		memory[name] = value;
	} catch {}
}

const ownSecret = memory[place + 'session'] ?? secret(); // a reloaded page proves that the name is its own
keep(place + 'session', ownSecret);

/** What the page wrote before it was loaded again; whoever else wrote there is not believed. */
function remembered() {
	try {
		return JSON.parse(memory[place + 'saved'] ?? '{}') ?? {};
	} catch {
		return {};
	}
}

const session = new Session({
	home,
	channel,
	secret: ownSecret,
	saved: remembered(),
});
const conversation = new Log({ ui, isOwn: name => session.isOwn(name), askEarlier: id => carryOut(session.askEarlier(id)) });

let ticker;
let usernames = [];
let status = null; // the last answer of /status
const mesh = new Mesh(channel);

// ---- Carrying out

const wire = new Wire(session, action => {
	if (action.show) show(action.show);
	if (action.notice) conversation.add({ notice: say(...action.notice) });
	if (action.earlier) conversation.addEarlier(action.earlier);
	if (action.settled) conversation.mark(action.settled, action.copies);
	if (action.unsent) conversation.markUnsent(action.unsent, send);
	if (action.save) keep(place + 'saved', JSON.stringify(session.saved));
	if (action.changed) showPhase();
	if (action.refused) refuse(...action.refused);
});
const carryOut = actions => wire.carryOut(actions);

function show(event) {
	if (event.event === 'send-message') return conversation.add(event);
	usernames = event.usernames;
	showPeople();
	if (usernames.length < peopleLimit) lookSoon(300 + 20 * usernames.length);
}

// ---- The door and the room

function showPhase() {
	const { phase } = session;
	const wasOutside = ui.room.hidden;
	ui.room.hidden = phase === 'door' || phase === 'joining';
	ui.door.hidden = !ui.room.hidden;
	ui.lost.hidden = phase !== 'lost';
	ui.join.disabled = phase === 'joining';
	ui.join.textContent = say(phase === 'joining' ? 'Joining…' : 'Join');
	if (phase === 'joining') refuse('');
	if (wasOutside && !ui.room.hidden) ui.draft.focus(), conversation.begin();
	showObjection();
	countDown();
	showMesh();
	if (session.here && session.here !== lookedAt) lookedAt = session.here, lookAnew();
}

function refuse(text, ...values) {
	ui.refusal.textContent = text && say(text, ...values);
	ui.name.ariaInvalid = !!text;
	if (session.phase === 'door') ui.name.focus(), ui.name.select();
}

function countDown() {
	clearTimeout(ticker);
	if (session.phase !== 'lost') return;
	const seconds = session.retryAt && Math.ceil((session.retryAt - performance.now()) / 1000);
	ui.countdown.textContent = seconds > 0 ? say('Next try in % s', seconds) : '…';
	ticker = setTimeout(countDown, 250);
}

// ---- Writing

function showObjection() {
	const objection = ui.draft.value.trim() || session.phase === 'lost' ? session.objection(ui.draft.value.trim()) : null;
	ui.send.disabled = !!objection;
	ui.objection.textContent = objection && ui.lost.hidden ? say(...objection) : '';
	keep(place + 'draft', ui.draft.value.slice(0, 1e5)); // which leaves room for what waits
}

function send(text, key = secret()) {
	if (session.canResume) conversation.addWaiting(key, text);
	carryOut(session.post(text, key, performance.now()));
	ui.draft.focus();
	conversation.follow();
}

ui.composer.onsubmit = event => {
	event.preventDefault();
	const text = ui.draft.value.trim();
	if (!text || session.objection(text)) return;
	send(text);
	ui.draft.value = '';
	showObjection();
};

ui.draft.oninput = showObjection;
ui.draft.onkeydown = event => {
	// While a Chinese word is composed, Enter chooses the word (229: in Safari).
	if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
	event.preventDefault();
	ui.composer.requestSubmit();
};

// ---- People and mesh

const forbidden = new Set(); // what this page may not ask
let lookTimer, lookAt = Infinity, misses = 0, round = 0;
let lookedAt; // the node that we were on when we looked last

/** Asks how the mesh is while somebody looks: less often with more people, and where nobody answers. */
async function look() {
	clearTimeout(lookTimer);
	lookAt = Infinity;
	if (document.hidden) return;
	lookSoon(longestLook); // whatever becomes of this one
	const { address } = session;
	const answer = await statusOf(address);
	mesh.take(address, answer);
	if (address !== session.address) return lookSoon(0);
	status = answer;
	misses = status ? 0 : misses + 1;
	// A proxy may hide it: whether the node is there, its own connection tells.
	carryOut(session.handleAnswer(!!status, performance.now()));
	conversation.heldCount = status?.channels.find(one => one.kind === 'chat' && one.name === channel)?.messages ?? 0;
	conversation.showEarlier();
	await lookAround();
	showMesh();
	showPeople();
	lookSoon(Math.min(longestLook, (3000 + 20 * usernames.length) * 2 ** Math.max(0, misses - 2)));
}

/** Asks the other nodes too, while their picture is to be seen or one of them is out of reach. */
async function lookAround() {
	if (ui.room.hidden) return;
	const node = status?.node ?? session.here;
	const isApart = mesh.parts(node).length > 1;
	const others = session.nodes.filter(url => url !== session.address && !forbidden.has(`${url}/status`));
	const count = isApart ? askedLimit : !ui.side.checkVisibility() ? 0 : others.length > askedLimit ? 1 : askedLimit;
	const asked = others.slice(0, count).map(() => others[round++ % others.length]);
	// What nobody is asked any more nobody shall read as news, later.
	if (!count) for (const url of others) mesh.take(url, null);
	await Promise.all(asked.map(async url => mesh.take(url, await statusOf(url))));
	for (const news of mesh.news(node)) conversation.add({ notice: say(...news) });
}

/** Looks at once, whatever was seen before. */
function lookAnew() {
	misses = 0;
	lookSoon(0);
}

/** Brings the next look forward, and never puts it off: people may come and go all the time. */
function lookSoon(delay) {
	const at = performance.now() + delay;
	if (at >= lookAt) return;
	clearTimeout(lookTimer);
	lookAt = at;
	lookTimer = setTimeout(look, delay);
}

function showPeople() {
	const places = new Map(status?.users.filter(user => user.channel === channel).map(user => [user.username, user.node]));
	const sought = ui.sought.value.trim().toLowerCase();
	ui.sought.hidden = usernames.length < fewPeople && !sought;
	const found = usernames.filter(username => username.toLowerCase().includes(sought));
	const shown = found.toSorted((one, other) => session.isOwn(other) - session.isOwn(one)).slice(0, peopleLimit);
	ui.people.replaceChildren(...shown.map(username => make('li', '',
		person(username), session.isOwn(username) ? ' ' + say('(you)') : '', make('small', 'elide', places.get(username) ?? ''),
	)), found.length > peopleLimit ? say('and % more', found.length - peopleLimit) : '');
	ui.online.textContent = ui.toggle.textContent = say('% online', usernames.length);
}

function showMesh() {
	const links = status?.links ?? [];
	const up = links.filter(link => link.state === 'up').length;
	const node = session.here ?? status?.node ?? location.host;
	const isLost = session.phase === 'lost';
	const isCut = mesh.parts(node).length > 1;
	const verdict = say(...mesh.verdict(node));
	const state = isCut ? verdict : status ? say('links up %/%, nodes %', up, links.length, status.nodes.length) : say('mesh state unknown');
	const text = isLost ? say('Connection lost') : `${say('Connected to %', node)} · ${state}`;
	if (ui.state.textContent !== text) ui.state.textContent = text; // or it would be read aloud again
	ui.state.className = `dot ${isLost || isCut ? '' : 'up'}`;
	ui.mesh.textContent = `${node} · ${state}`;
	ui.proof.textContent = verdict;
	draw(mesh.picture(node), verdict);
	const others = session.nodes.filter(url => url !== session.address);
	ui.empty.replaceChildren(say('Nobody has said anything here. Other nodes:'), ...others.slice(0, askedLimit).flatMap(url =>
		[' ', Object.assign(make('a', '', url), { href: `${url}/chat${location.search}`, target: '_blank', rel: 'noopener' })]));
	ui.mesh.className = `dot ${status && up === links.length ? 'up' : ''}`;
	ui.links.replaceChildren(...links.map(({ peer, transport, state }) => {
		const isUp = state === 'up';
		return make('li', '', make('span', `elide dot ${isUp ? 'up' : 'down'}`, peer), make('small', '', `${transport} ${say(isUp ? 'up' : 'down')}`));
	}));
}

// ---- What else happens

ui.door.onsubmit = event => {
	event.preventDefault();
	keep('name', ui.name.value);
	carryOut(session.join(ui.name.value, performance.now()));
};
ui.sought.oninput = showPeople;
ui.leave.onclick = () => carryOut(session.leave());
const goOn = () => carryOut(session.handleReturn(performance.now()));
ui.again.onclick = goOn;
ui.newer.onclick = () => conversation.showUnseen();
addEventListener('securitypolicyviolation', event => forbidden.add(event.blockedURI));
addEventListener('online', () => (goOn(), lookAnew()));
ui.side.ontoggle = lookAnew;
addEventListener('visibilitychange', () => {
	if (document.hidden) return;
	if (conversation.isFollowing) conversation.follow();
	goOn();
	look();
});

translate();
ui.sought.placeholder = ui.sought.ariaLabel;
if (channel !== 'chat') ui.outside.textContent = ui.title.textContent = document.title = channel;
ui.draft.value = memory[place + 'draft'] ?? '';
ui.name.value = session.name || (memory.name ?? '');
for (const [key, text] of session.waiting) conversation.addWaiting(key, text);
showPhase();
look();
if (session.name) ui.door.requestSubmit();
else refuse('');
