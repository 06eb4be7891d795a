// The page: what happens goes to the session, what the session wants is done here.

import { make, person, ui } from './document.js';
import { Log } from './log.js';
import { draw } from './map.js';
import { Mesh } from './mesh.js';
import { Session } from './session.js';
import { statusOf, Wire } from './wire.js';
import { say, translate } from './words.js';

const peopleLimit = 200;
const longestLook = 60000; // milliseconds between two questions how the mesh is
const askedLimit = 8; // nodes that are asked at once how the mesh is; of more, one after the other
const channel = new URLSearchParams(location.search).get('channel') ?? 'chat';
const secret = () => crypto.getRandomValues(new Uint32Array(4)).join('-');
sessionStorage.session ??= secret(); // a reloaded page proves that the name is its own

/** What the page wrote before it was loaded again; whoever else wrote there is not believed. */
function remembered() {
	try {
		return JSON.parse(sessionStorage.saved ?? '{}') ?? {};
	} catch {
		return {};
	}
}

const session = new Session({
	// Where this page's node is, without a slash at its end.
	home: new URL('.', location.href).href.slice(0, -1),
	channel,
	secret: sessionStorage.session,
	saved: remembered(),
});
const conversation = new Log({ ui, isOwn: name => session.isOwn(name), copies: key => session.copies(key), askEarlier: id => carryOut(session.askEarlier(id)) });

let ticker;
let usernames = [];
let status = null; // the last answer of /status
const mesh = new Mesh(channel);

// ---- Carrying out

const wire = new Wire(session, action => {
	if (action.show) show(action.show);
	if (action.notice) conversation.add({ notice: say(...action.notice) });
	if (action.earlier) conversation.addEarlier(action.earlier);
	if (action.settled) conversation.mark(action.settled);
	if (action.unsent) conversation.markUnsent(action.unsent, send);
	if (action.save) sessionStorage.saved = JSON.stringify(session.saved);
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
	if (wasOutside && !ui.room.hidden) ui.draft.focus();
	showObjection();
	countDown();
	showMesh();
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
	sessionStorage.draft = ui.draft.value.slice(0, 1e5); // more than a browser keeps would throw
}

function send(text) {
	const key = secret();
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

/** Asks how the mesh is while somebody looks: less often with more people, and where nobody answers. */
async function look() {
	clearTimeout(lookTimer);
	lookAt = Infinity;
	if (document.hidden) return;
	lookSoon(longestLook); // whatever becomes of this one
	const { address } = session;
	status = await statusOf(address);
	mesh.take(address, status);
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

/** Asks the other nodes too, while their picture is to be seen. */
async function lookAround() {
	if (!status || ui.room.hidden || !ui.side.checkVisibility()) return;
	const others = session.nodes.filter(url => url !== session.address && !forbidden.has(`${url}/status`));
	const asked = others.length > askedLimit ? [others[round++ % others.length]] : others;
	await Promise.all(asked.map(async url => mesh.take(url, await statusOf(url))));
	const news = mesh.news(status.node);
	if (news) conversation.add({ notice: say(...news) });
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
	const shown = usernames.toSorted((one, other) => session.isOwn(other) - session.isOwn(one)).slice(0, peopleLimit);
	ui.people.replaceChildren(...shown.map(username => make('li', '',
		person(username), session.isOwn(username) ? ' ' + say('(you)') : '', make('small', 'elide', places.get(username) ?? ''),
	)), usernames.length > peopleLimit ? say('and % more', usernames.length - peopleLimit) : '');
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
		[' ', Object.assign(make('a', '', url), { href: `${url}/${location.search}`, target: '_blank', rel: 'noopener' })]));
	ui.mesh.className = `dot ${status && up === links.length ? 'up' : ''}`;
	ui.links.replaceChildren(...links.map(({ peer, transport, state }) => {
		const isUp = state === 'up';
		return make('li', '', make('span', `elide dot ${isUp ? 'up' : 'down'}`, peer), make('small', '', `${transport} ${say(isUp ? 'up' : 'down')}`));
	}));
}

// ---- What else happens

ui.door.onsubmit = event => {
	event.preventDefault();
	carryOut(session.join(ui.name.value, performance.now()));
};
ui.leave.onclick = () => carryOut(session.leave());
const goOn = () => carryOut(session.handleReturn(performance.now()));
ui.again.onclick = goOn;
ui.newer.onclick = () => conversation.showUnseen();
addEventListener('securitypolicyviolation', event => forbidden.add(event.blockedURI));
addEventListener('online', goOn);
addEventListener('visibilitychange', () => {
	if (document.hidden) return;
	if (conversation.isFollowing) conversation.follow();
	goOn();
	look();
});

translate();
if (channel !== 'chat') ui.title.textContent = document.title = channel;
ui.draft.value = sessionStorage.draft ?? '';
ui.name.value = session.name;
for (const [key, text] of session.waiting) conversation.addWaiting(key, text);
showPhase();
look();
if (session.name) ui.door.requestSubmit();
else refuse('');
