// What a sender is called: the beginning of the hash of a secret (SHA-256, FIPS 180-4).
//
// Nodes take a post under a name from whoever has the secret alone. crypto.subtle is there on https and on loopback only.

/** The bits behind the point. */
const fraction = number => number % 1 * 2 ** 32 | 0;

/** The sum of a word turned to the right so many times. */
const turned = (word, ...counts) => counts.reduce((sum, count) => sum ^ (word >>> count | word << 32 - count), 0);

/** The name of who has a secret of 32 ASCII characters: 32 hexadecimal digits. */
export function nameOf(secret) {
	const primes = [], words = new Int32Array(64);
	for (let number = 2; primes.length < 64; number++) {
		if (primes.every(prime => number % prime)) primes.push(number);
	}
	[...secret].forEach((letter, index) => words[index >> 2] |= letter.charCodeAt() << 24 - index % 4 * 8);
	words[8] = 1 << 31; // where it ends
	words[15] = 256; // how many bits it has
	const start = primes.slice(0, 8).map(prime => fraction(prime ** (1 / 2)));
	let state = start;
	primes.forEach((prime, at) => {
		const [a, b, c, d, e, f, g, h] = state, [early, late] = [words[at - 15], words[at - 2]];
		if (at > 15) words[at] = words[at - 16] + words[at - 7] + (turned(early, 7, 18) ^ early >>> 3) + (turned(late, 17, 19) ^ late >>> 10);
		const sum = h + turned(e, 6, 11, 25) + (e & f ^ ~e & g) + fraction(prime ** (1 / 3)) + words[at];
		state = [sum + turned(a, 2, 13, 22) + (a & b ^ a & c ^ b & c) | 0, a, b, c, d + sum | 0, e, f, g];
	});
	return state.slice(0, 4).map((word, index) => (word + start[index] >>> 0).toString(16).padStart(8, '0')).join('');
}
