// Where the marks of links stand in the picture of the mesh.

const lengthOf = ([x1, y1], [x2, y2]) => Math.hypot(x2 - x1, y2 - y1);
const square = placesOf(4);
const sides = square.map((place, index) => [place, square[(index + 1) % 4]]);
const diagonals = [[square[0], square[2]], [square[1], square[3]]];
const middle = [120, 110];

export const tests = {
	'stand in the middle of links that nothing crosses'() {
		for (const side of sides) equal(markOf(side, sides), .5);
		equal(markOf(diagonals[0], [...sides, diagonals[0]]), .5);
	},
	'stand beside a crossing, each on its own link'() {
		const lines = [...sides, ...diagonals];
		const marks = diagonals.map(line => along(line, markOf(line, lines)));
		for (const mark of marks) equal(lengthOf(mark, middle) > 12, true, `${mark}`);
		equal(lengthOf(...marks) > 24, true, 'between the two');
	},
	'stand in the middle where there is no better place'() {
		const crowd = placesOf(20).flatMap((one, index, all) => all.slice(index + 1).map(other => [one, other]));
		for (const line of crowd) equal([.5, .38, .62].includes(markOf(line, crowd)), true);
		equal(markOf([[5, 5], [5, 5]], [[[5, 5], [5, 5]], [[5, 5], [5, 5]]]), .5);
	},
};
