// Values of the structured clone algorithm (HTML §2.7) as JSON.
//
// What JSON says exactly is said as it is, so that a plain relay can read it. Anything else becomes
// { "structuredClone": [cell, …] }: the first cell is the value, and cells name each other by their places, so that what is
// one object arrives as one, in cycles too.

const mark = 'structuredClone';
const deepest = 60; // what nodes read of JSON that stands in JSON

const isMarked = value => mark in value && Object.keys(value).length === 1;
const tagOf = value => Object.prototype.toString.call(value).slice(8, -1);
const isFlat = value => value === null || typeof value === 'boolean' || (typeof value === 'number' && isFinite(value) && !Object.is(value, -0))
	|| (typeof value === 'string' && value.isWellFormed());
const views = Object.fromEntries(['Int8', 'Uint8', 'Uint8Clamped', 'Int16', 'Uint16', 'Float16', 'Int32', 'Uint32', 'Float32', 'Float64', 'BigInt64', 'BigUint64']
	.map(type => [`${type}Array`, globalThis[`${type}Array`]]).filter(([, view]) => view).concat([['DataView', DataView]]));
const errors = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

/** Whether JSON says a value exactly, each of its objects once. */
function isJSON(value, seen, depth = 0) {
	if (typeof value !== 'object' || !value) return isFlat(value);
	if (depth > deepest || seen.has(value)) return false;
	seen.add(value);
	const tag = tagOf(value);
	if (tag !== 'Array' && (tag !== 'Object' || isMarked(value))) return false;
	const keys = Object.keys(value);
	return (tag === 'Object' || (keys.length === value.length && keys.every((key, index) => key === `${index}`)))
		&& keys.every(key => key.isWellFormed() && isJSON(value[key], seen, depth + 1));
}

function base64(buffer) {
	const bytes = new Uint8Array(buffer);
	let text = '';
	for (let start = 0; start < bytes.length; start += 8192) text += String.fromCharCode(...bytes.subarray(start, start + 8192));
	return btoa(text);
}

/** A value of one's own. */
export const cloneOf = value => typeof value === 'string' ? value : structuredClone(value);

/** A value as JSON.stringify takes it; throws a DataCloneError for what cannot be cloned, or cannot leave its machine. */
export function pack(value) {
	const clone = cloneOf(value);
	if (isJSON(clone, new Set())) return clone;
	const places = new Map(), values = [], cells = [];
	const place = value => {
		const key = Object.is(value, -0) ? places : value; // a Map takes -0 for 0
		if (!places.has(key)) places.set(key, values.push(value) - 1);
		return places.get(key);
	};
	const entries = value => Object.keys(value).flatMap(key => [place(key), place(value[key])]);
	place(clone);
	for (const value of values) cells.push(cell(value));
	return { [mark]: cells };

	function cell(value) {
		if (isFlat(value)) return value;
		const tag = tagOf(value);
		if (typeof value !== 'object') return [typeof value, typeof value === 'string' ? JSON.stringify(value) : Object.is(value, -0) ? '-0' : `${value}`];
		if (ArrayBuffer.isView(value)) return [tag, place(value.buffer), value.byteOffset, value.length ?? value.byteLength];
		switch (tag) {
		case 'Boolean': case 'Number': case 'String': case 'BigInt': return ['box', place(value.valueOf())];
		case 'Date': return [tag, place(+value)];
		case 'RegExp': return [tag, place(value.source), place(value.flags)];
		case 'Map': return [tag, ...[...value].flat().map(place)];
		case 'Set': return [tag, ...[...value].map(place)];
		case 'Array': return [tag, value.length, ...entries(value)];
		case 'Object': return [tag, ...entries(value)];
		case 'ArrayBuffer': return [tag, base64(value)];
		case 'Error': return [tag, ...['name', 'message', 'stack', 'cause'].map(name => place(value[name]))];
		}
		throw new DOMException(`${tag} cannot be cloned to another machine`, 'DataCloneError');
	}
}

/** What pack made that of; anything else as it is. Throws for what no pack made. */
export function unpack(data) {
	if (typeof data !== 'object' || !data || !isMarked(data)) return data;
	const cells = data[mark], made = new Map(), unfilled = [];
	const value = place => {
		if (!made.has(place)) {
			if (!Number.isInteger(place) || !Object.hasOwn(cells, place)) throw new RangeError(`no cell ${place}`);
			made.set(place, null);
			made.set(place, make(cells[place]));
		}
		return made.get(place);
	};
	const define = (object, parts) => {
		for (let at = 0; at < parts.length; at += 2) {
			Object.defineProperty(object, value(parts[at]), { value: value(parts[at + 1]), writable: true, enumerable: true, configurable: true });
		}
	};
	const later = (object, fill) => (unfilled.push(() => fill(object)), object);
	const whole = value(0);
	for (const fill of unfilled) fill();
	return whole;

	function make(cell) {
		if (!Array.isArray(cell)) return cell;
		const [tag, ...parts] = cell, [first, second, third] = parts;
		if (Object.hasOwn(views, tag)) {
			const buffer = value(first);
			if (!(buffer instanceof ArrayBuffer)) throw new TypeError('a view is of a buffer'); // a number would be a length
			return new views[tag](buffer, second, third);
		}
		switch (tag) {
		case 'undefined': return undefined;
		case 'string': return JSON.parse(first);
		case 'number': return Number(first);
		case 'bigint': return BigInt(first);
		case 'box': return Object(value(first));
		case 'Date': return new Date(value(first));
		case 'RegExp': return new RegExp(value(first), value(second));
		case 'Map': return later(new Map(), map => { for (let at = 0; at < parts.length; at += 2) map.set(value(parts[at]), value(parts[at + 1])); });
		case 'Set': return later(new Set(), set => { for (const part of parts) set.add(value(part)); });
		case 'Array': return later(new Array(first), array => define(array, parts.slice(1)));
		case 'Object': return later({}, object => define(object, parts));
		case 'ArrayBuffer': return Uint8Array.from(atob(first), letter => letter.charCodeAt(0)).buffer;
		case 'Error': {
			const name = value(first), error = new (Object.hasOwn(errors, name) ? errors[name] : Error)(value(second));
			Object.defineProperty(error, 'stack', { value: value(third), writable: true, configurable: true });
			return later(error, error => {
				const cause = value(parts[3]);
				if (cause !== undefined) Object.defineProperty(error, 'cause', { value: cause, writable: true, configurable: true });
			});
		}
		}
		throw new TypeError(`no value is a ${tag}`);
	}
}
