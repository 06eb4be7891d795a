// What the demonstration's referee says, told in numbers and time.

const names = ['a', 'b', 'c'];
const line = [['a', 'b'], ['b', 'c']];

/** A referee of a line of three, and two who listen. */
function referee() {
	const referee = new Referee(['Ana', 'Ben']);
	referee.learn(names, line);
	return referee;
}

/** A number that a robot says and both hear, as a node posted it. */
function utter(referee, number, { robot = 'r', node = 'a', epoch = 1e6, at = number * 1000, by = ['Ana', 'Ben'] } = {}) {
	const key = `${robot}${number}`;
	referee.post(key, robot, number, at);
	for (const listener of by) referee.hear(listener, { id: `${node}@${epoch}/${number}`, key, time: at });
	return key;
}

const counts = (referee, now, ...what) => what.map(name => referee.verdict(now)[name]);

export const tests = {
	'counts a crash that somebody else caused, and its own once'() {
		const referee = new Referee(['Ana', 'Ben']);
		const began = { alpha: 1e15, bravo: 1e15 };
		for (const node in began) referee.seeRun(node, began[node], 1e12 + 1);
		referee.crash('alpha', 1e12 + 1000);
		for (const now of [1e12 + 2001, 1e12 + 2002]) {
			referee.seeRun('alpha', 1e15 + 2e6, now);
			referee.seeRun('bravo', 1e15 + 2e6, now);
		}
		equal(referee.verdict(1e12 + 3000).crashes, 2);
		referee.seeRun('alpha', 1e15 + 5e6, 1e12 + 5001);
		equal(referee.verdict(1e12 + 6000).crashes, 3);
	},
	'counts numbers that all heard, and nothing wrong with them'() {
		const judge = referee();
		for (const number of [1, 2, 3]) utter(judge, number);
		equal(judge.verdict(9000), {
			numbers: 3, nodes: 3, partitions: 0, crashes: 0, moves: 0, missing: 0, onTheWay: 0, twice: 0, outOfOrder: 0,
		});
	},
	'says that a number is on its way for five seconds, and then that it is missing'() {
		const judge = referee();
		utter(judge, 1, { at: 0, by: ['Ana'] });
		equal(counts(judge, 5000, 'onTheWay', 'missing'), [1, 0]);
		equal(counts(judge, 5001, 'onTheWay', 'missing'), [0, 1]);
	},
	'misses nothing while the mesh is cut, and does five seconds after it was whole'() {
		const judge = referee();
		judge.setLink(['b', 'c'], 'down', 0);
		utter(judge, 1, { at: 1000, by: ['Ana'] });
		equal(counts(judge, 60000, 'onTheWay', 'missing', 'partitions'), [1, 0, 1]);
		judge.setLink(['b', 'c'], 'up', 60000);
		equal(counts(judge, 65000, 'onTheWay', 'missing'), [1, 0]);
		equal(counts(judge, 65001, 'onTheWay', 'missing'), [0, 1]);
	},
	'counts a partition when a cut divides the mesh, and not when there is another way'() {
		const judge = referee();
		judge.learn(names, [['a', 'c']]);
		judge.setLink(['a', 'c'], 'down', 0);
		equal(counts(judge, 0, 'partitions'), [0]);
		judge.setLink(['b', 'c'], 'slow', 1);
		equal(counts(judge, 1, 'partitions'), [0]);
		judge.setLink(['b', 'c'], 'down', 2);
		equal(counts(judge, 2, 'partitions'), [1]);
		equal(judge.broken.map(({ ends }) => ends.join('')), ['bc', 'ac']);
	},
	'misses nothing while others have cut the mesh, and counts that once'() {
		const judge = referee();
		utter(judge, 1, { at: 1000, by: ['Ana'] });
		for (let now = 1000; now <= 20000; now += 500) judge.see(2, true, now);
		equal(counts(judge, 20500, 'onTheWay', 'missing', 'partitions'), [1, 0, 1]);
		judge.see(1, true, 21000);
		equal(counts(judge, 26000, 'onTheWay', 'missing'), [1, 0]);
		equal(counts(judge, 26001, 'onTheWay', 'missing', 'partitions'), [0, 1, 1]);
	},
	'counts no partition twice, and none where a node is away or has just begun'() {
		const judge = referee();
		judge.setLink(['b', 'c'], 'down', 0);
		for (let now = 0; now <= 10000; now += 500) judge.see(2, true, now);
		judge.setLink(['b', 'c'], 'up', 10100);
		for (let now = 10500; now <= 14000; now += 500) judge.see(2, true, now);
		judge.see(1, true, 14500);
		for (let now = 15000; now <= 20000; now += 500) judge.see(2, false, now);
		for (let now = 20500; now <= 22500; now += 500) judge.see(2, true, now);
		judge.see(1, true, 23000);
		equal(counts(judge, 23000, 'partitions'), [1]);
	},
	'counts a message that came twice, to one who listens'() {
		const judge = referee();
		const key = utter(judge, 1);
		judge.hear('Ana', { id: 'a@1000000/1', key, time: 1000 });
		equal(counts(judge, 0, 'twice'), [1]);
	},
	'counts two copies of one number, unless the first went down with its node'() {
		const judge = referee();
		const key = utter(judge, 1, { node: 'a', epoch: 1e6 });
		judge.hear('Ana', { id: 'b@1000000/1', key, time: 1000 });
		equal(counts(judge, 0, 'twice'), [1]);

		const other = referee();
		const lost = utter(other, 1, { node: 'a', epoch: 1e6 });
		other.crash('a', 2000);
		other.hear('Ana', { id: 'b@1000000/1', key: lost, time: 2500 });
		equal(counts(other, 0, 'twice', 'crashes'), [0, 1]);
		// What a run says that began after the crash did not go down with it.
		const later = utter(other, 2, { node: 'a', epoch: 3e6 });
		other.hear('Ana', { id: 'b@1000000/2', key: later, time: 3500 });
		equal(counts(other, 0, 'twice'), [1]);
	},
	'counts a number that came behind a larger one of the same run'() {
		const judge = referee();
		utter(judge, 2, { at: 2000 });
		utter(judge, 1, { at: 1000, by: ['Ana'] });
		judge.hear('Ben', { id: 'a@1000000/1', key: 'r1', time: 1000 });
		equal(counts(judge, 2000, 'outOfOrder'), [2]);
	},
	'counts a number that stands below a larger one of the same robot in what is read'() {
		const judge = referee();
		utter(judge, 1, { node: 'a', at: 3000 });
		utter(judge, 2, { node: 'b', at: 2000 });
		equal(counts(judge, 3000, 'outOfOrder'), [2]);
	},
	'takes numbers of other robots and other runs as they come'() {
		const judge = referee();
		utter(judge, 5, { robot: 'r', at: 1000 });
		utter(judge, 1, { robot: 's', at: 2000 });
		// What was cut off comes late, and stands where its time says.
		utter(judge, 4, { robot: 'r', node: 'b', at: 500 });
		equal(counts(judge, 2000, 'outOfOrder', 'numbers'), [0, 3]);
	},
	'passes over what no robot said'() {
		const judge = referee();
		judge.hear('Ana', { id: 'a@1/1', key: 'x', time: 1 });
		judge.hear('Ana', { id: '', key: '', time: undefined });
		equal(counts(judge, 0, 'numbers', 'twice'), [0, 0]);
	},
	'counts changes of node'() {
		const judge = referee();
		judge.move(0);
		equal(counts(judge, 0, 'moves'), [1]);
	},
};
