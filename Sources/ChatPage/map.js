// The picture of the mesh: nodes on a ring, with what they hold inside.

import { ui } from './document.js';

const drawnLimit = 40; // nodes; of more nothing can be read
const marks = 'ABCDEFGH'; // one for each transcript, beside its colour

export function shape(tag, className, attributes, text = '') {
	const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
	element.setAttribute('class', className);
	for (const name in attributes) element.setAttribute(name, attributes[name]);
	element.textContent = text;
	return element;
}

/** Where each of so many nodes stands, x and y: the first of four on the left. */
export const placesOf = count => Array.from({ length: count }, (_, index) => {
	const angle = 2 * Math.PI * (index / count - (count === 4 ? 1 / 8 : 1 / 4));
	return [120 - 78 * Math.cos(angle), 110 + 78 * Math.sin(angle)].map(Math.round);
});

/** How far it is from a place to a line. */
function distance([x, y], [[x1, y1], [x2, y2]]) {
	const [dx, dy] = [x2 - x1, y2 - y1];
	const part = Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1)));
	return Math.hypot(x - x1 - part * dx, y - y1 - part * dy);
}

/** The place that is so far along a line, from 0 to 1. */
export const along = ([[x1, y1], [x2, y2]], part) => [x1 + (x2 - x1) * part, y1 + (y2 - y1) * part];

/** How far along a line its mark stands: in the middle, or beside where others cross it. */
export const markOf = (line, lines) => [.5, .38, .62].find(part =>
	lines.every(other => other === line || distance(along(line, part), other) > 12)) ?? .5;

/** Draws what `Mesh.picture` tells; `sentence` says the same to who cannot see it. */
export function draw({ nodes, links, transcripts }, sentence) {
	ui.map.toggleAttribute('hidden', nodes.length < 2 || nodes.length > drawnLimit);
	ui.map.setAttribute('aria-label', sentence);
	if (nodes.length > drawnLimit) return ui.map.replaceChildren();
	const size = nodes.length > 8 ? 8 : 15;
	const places = placesOf(nodes.length);
	const lines = links.map(({ ends }) => ends.map(end => places[end]));
	ui.map.replaceChildren(
		...links.flatMap(({ isDatagram, isUp }, index) => {
			const [[x1, y1], [x2, y2]] = lines[index];
			const line = shape('line', `${isUp ? '' : isUp === null ? 'hollow' : 'cut'} ${isDatagram ? 'datagram' : ''}`, { x1, y1, x2, y2 });
			if (isUp !== false) return [line];
			const [x, y] = along(lines[index], markOf(lines[index], lines));
			return [line, shape('text', 'cut', { x, y: y + 5 }, '✕')];
		}),
		...nodes.flatMap(({ name, messages, transcript, isHere, isNear }, index) => {
			const [cx, cy] = places[index];
			const look = messages === undefined ? (isNear ? 'silent' : 'hollow') : isNear ? '' : 'far';
			const circle = shape('circle', look, { cx, cy, r: size });
			if (transcript > 0) circle.style.setProperty('--hue', transcript * 137);
			const held = messages === undefined || size < 15 ? '' : `${messages}${transcripts > 1 ? marks[transcript] ?? '' : ''}`;
			return [
				circle, ...(isHere ? [shape('circle', 'here', { cx, cy, r: size + 4 })] : []),
				shape('text', 'held', { x: cx, y: cy + 4, ...(held.length > 3 && { textLength: 24, lengthAdjust: 'spacingAndGlyphs' }) }, held), shape('text', 'label', { x: cx, y: cy < 110 ? cy - size - 8 : cy + size + 17 }, name),
			];
		}),
	);
}
