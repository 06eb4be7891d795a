// What the tests in JavaScript share: a comparison, and the run of all of them.

export const equal = (one, other, what = 'value') => {
	const [is, wanted] = [one, other].map(value => JSON.stringify(value) ?? 'undefined');
	if (is !== wanted) throw new Error(`${what}: ${is}, wanted ${wanted}`);
};

/** Runs every test: its name, and what went wrong, if anything did. */
export const run = tests => Object.entries(tests).map(([name, test]) => {
	try {
		test();
		return { name, error: '' };
	} catch (error) {
		return { name, error: `${error.message}` };
	}
});

/** The same for tests that wait for something, one after the other. */
export const runSlowly = async tests => {
	const results = [];
	for (const [name, test] of Object.entries(tests)) {
		results.push({ name, error: await test().then(() => '', error => `${error.message}`) });
	}
	return results;
};
