// What becomes of values on their way through JSON. Each test is a sentence.

const trip = value => unpack(JSON.parse(JSON.stringify(pack(value))));
const errorOf = action => {
	try {
		action();
		return 'none';
	} catch (error) {
		return error.name;
	}
};
/** Everything that can be told of a value, in words. */
const told = value => {
	const names = new Map();
	const tell = value => {
		if (typeof value !== 'object' || !value) return typeof value === 'string' ? JSON.stringify(value) : `${typeof value} ${Object.is(value, -0) ? '-0' : String(value)}`;
		if (names.has(value)) return `#${names.get(value)}`;
		names.set(value, names.size);
		const tag = Object.prototype.toString.call(value).slice(8, -1);
		const own = Object.keys(value).map(key => `${JSON.stringify(key)}=${tell(value[key])}`).join();
		switch (tag) {
		case 'Map': return `Map(${[...value].map(([key, value]) => `${tell(key)}:${tell(value)}`)})`;
		case 'Set': return `Set(${[...value].map(tell)})`;
		case 'Date': case 'RegExp': case 'Boolean': case 'Number': case 'String': case 'BigInt': return `${tag}(${tell(value.valueOf() === value ? String(value) : value.valueOf())})`;
		case 'Error': return `${value.constructor.name}(${value.name},${value.message},${tell(value.cause)},${typeof value.stack})`;
		case 'ArrayBuffer': return `ArrayBuffer(${new Uint8Array(value)})`;
		case 'Array': return `Array(${value.length},${own})`;
		case 'Object': return `{${own}}`;
		default: return `${tag}(${value.byteOffset},${value.byteLength},${tell(value.buffer)})`;
		}
	};
	return tell(value);
};

const bytes = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]);
const values = {
	'numbers of every kind': [0, -0, 1.5, NaN, Infinity, -Infinity, 2 ** 53],
	'big integers': [0n, -(2n ** 80n)],
	'undefined in an object and in a list': { a: undefined, b: [undefined, null] },
	'strings with half a pair': { text: 'a\ud800b', '\udc00': 1 },
	'a date and an invalid one': [new Date(1763700000123), new Date(NaN)],
	'a pattern with its flags': /a\/b[\d]/gimsu,
	'maps and sets in each other': new Map([[{ a: 1 }, new Set(['x', new Map()])], ['y', [1]]]),
	'boxed values': [new Boolean(false), new Number(-0), new String('s'), Object(5n)],
	'views of one buffer': { first: bytes, second: bytes.subarray(2, 4), third: new DataView(bytes.buffer, 1, 3) },
	'typed arrays': [new Float64Array([NaN, -0]), new BigInt64Array([-1n]), new Uint8ClampedArray([300]), new Int16Array(0)],
	'errors with their causes': [new RangeError('far', { cause: new Error('near') }), new Error()],
	'lists with holes and with names': [[1, , 3], Object.assign([1], { name: 'x' })],
	'an object with a prototype of its own name': JSON.parse('{"__proto__":{"a":1},"constructor":2}'),
	'what looks like a packed value': { structuredClone: [1, ['Map']] },
};

export const tests = {
	'says what JSON can say as JSON says it'() {
		const value = { a: [1, 'two', null, true, { b: -3.25 }], structuredClone: [1], c: '' };
		equal(pack(value), value);
	},
	'keeps one object one, in circles too'() {
		const shared = { n: 1 };
		const circle = { shared, again: [shared] };
		circle.self = circle;
		const copy = trip(circle);
		equal(copy.self === copy && copy.again[0] === copy.shared && copy.shared !== shared, true);
	},
	'is not bothered by depth'() {
		let deep = [];
		for (let level = 0; level < 2000; level++) deep = [deep];
		let copy = trip(deep), levels = 0;
		for (; copy.length; copy = copy[0]) levels++;
		equal(levels, 2000);
	},
	'refuses what cannot be cloned, and what cannot leave its machine'() {
		for (const value of [() => 1, Symbol(), new WeakMap(), Promise.resolve(), new Blob([]), { deep: [new Blob([])] }]) {
			equal(errorOf(() => pack(value)), 'DataCloneError');
		}
	},
	'takes nothing that was not packed for a value'() {
		const wrong = [5, null, [], [['Zed']], [['Map', 9, 9]], [['Map', 'length', 0]], [['Uint8Array', 9, 0, 1]], [['Float64Array', 1], 1e9], [['Uint8Array', 1], ['Array', 1e9]], [['ArrayBuffer', '%']], [['RegExp', 1, 2], '(', ''], [['bigint', 'x']], [['string', '{']], [['Date', '__proto__']]];
		for (const cells of wrong) equal(errorOf(() => unpack({ structuredClone: cells })) !== 'none', true, JSON.stringify(cells));
	},
	...Object.fromEntries(Object.entries(values).map(([name, value]) => [`brings ${name}`, () => equal(told(trip(value)), told(structuredClone(value)))])),
};
