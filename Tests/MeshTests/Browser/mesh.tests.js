// What the page says of the mesh, told in answers of nodes.

/** The answer of a node that reaches some, with links as `a-b`, and `held` messages; `dead` are links that are down. */
const answer = (node, names, links, held = 1, transcript = `t${held}`, dead = []) => ({
	node,
	nodes: names.map(name => ({ name, links: links.filter(link => link.includes(name)).map(link => link.replace(name, '').replace('-', '')) })),
	links: [...links, ...dead].filter(link => link.includes(node)).map(link => ({
		peer: link.replace(node, '').replace('-', ''), transport: 'tcp', state: dead.includes(link) ? 'down' : 'up',
	})),
	channels: [{ kind: 'relay', name: 'chat', messages: 99 }, { kind: 'chat', name: 'chat', messages: held, transcript }],
});
const line = ['a-b', 'b-c'];

/** A line of three that all hold the same, as the page sees it from a. */
function whole() {
	const mesh = new Mesh('chat');
	for (const name of ['a', 'b', 'c']) mesh.take(`http://${name}`, answer(name, ['a', 'b', 'c'], line, 61));
	return mesh;
}

/** The same, cut between b and c. */
function cut() {
	const mesh = whole();
	mesh.news('a');
	for (const name of ['a', 'b']) mesh.take(`http://${name}`, answer(name, ['a', 'b'], ['a-b'], 62, 't62', ['b-c']));
	mesh.take('http://c', answer('c', ['c'], [], 65, 't65', ['b-c']));
	return mesh;
}

export const tests = {
	'knows nothing before a node has answered'() {
		equal(new Mesh('chat').verdict('a'), ['mesh state unknown']);
		equal(new Mesh('chat').news('a'), []);
	},
	'says that all hold the same'() {
		equal(whole().verdict('a'), ['% nodes hold the same % messages', 3, 61]);
		equal(whole().news('a'), []);
	},
	'counts the channel of the page alone, and a node that does not know it as one that holds nothing'() {
		const mesh = new Mesh('chat');
		mesh.take('http://a', answer('a', ['a', 'b'], ['a-b'], 0, 'empty'));
		mesh.take('http://b', { ...answer('b', ['a', 'b'], ['a-b']), channels: [] });
		equal(mesh.verdict('a'), ['% nodes hold the same % messages', 2, 0]);
	},
	'tells nodes that lack something from nodes that are cut off'() {
		const mesh = whole();
		mesh.take('http://b', answer('b', ['a', 'b', 'c'], line, 60));
		equal(mesh.verdict('a'), ['Catching up']);
		equal(cut().verdict('a'), ['Cut apart: %', 'a, b | c']);
		equal(cut().verdict('c'), ['Cut apart: %', 'c | a, b']);
	},
	'tells once that the mesh is cut, and once that it is together again'() {
		const mesh = cut();
		equal(mesh.news('a'), [['Cut apart: %', 'a, b | c']]);
		equal(mesh.news('a'), []);
		for (const name of ['a', 'b', 'c']) mesh.take(`http://${name}`, answer(name, ['a', 'b', 'c'], line, 66));
		equal(mesh.news('a'), [['The mesh is together again']]);
		equal(mesh.news('a'), []);
	},
	'says of a node that nobody reaches, and that does not answer, just that, and of one that begins nothing yet'() {
		const mesh = cut();
		mesh.take('http://c', null);
		equal(mesh.verdict('a'), ['No answer from %', 'c']);
		equal(mesh.news('a'), [['No answer from %', 'c']]);
		equal(mesh.news('a'), []);
		mesh.take('http://c', { ...answer('c', ['c'], [], 0), uptime_seconds: 1 });
		equal(mesh.verdict('a'), ['Catching up']);
		equal(mesh.news('a'), []);
		for (const name of ['a', 'b', 'c']) mesh.take(`http://${name}`, answer(name, ['a', 'b', 'c'], line, 66));
		equal(mesh.news('a'), [['Answering again: %', 'c']]);
	},
	'does not call a mesh together of which a part fell silent, nor a node cut off that is the first to begin'() {
		const mesh = cut();
		mesh.news('a');
		mesh.take('http://c', null);
		equal(mesh.news('a'), [['No answer from %', 'c']]);
		mesh.take('http://c', { ...answer('c', ['c'], [], 65), uptime_seconds: 99 });
		equal(mesh.news('a'), [['Answering again: %', 'c']]);
		equal(mesh.verdict('a'), ['Cut apart: %', 'a, b | c']);
		const first = new Mesh('chat');
		first.take('http://a', { ...answer('a', ['a'], [], 0), uptime_seconds: 1 });
		equal(first.verdict('a'), ['Messages held: %', 0]);
		for (const name of ['b', 'c']) first.take(`http://${name}`, { ...answer(name, [name], [], 0), uptime_seconds: 2 });
		equal([first.verdict('a'), first.news('a')], [['Catching up'], []]);
	},
	'keeps drawing a node that nobody reaches any more'() {
		const mesh = cut();
		mesh.take('http://c', null);
		equal(mesh.parts('a'), [['a', 'b'], ['c']]);
		const { nodes, links } = mesh.picture('a');
		equal(nodes.map(node => [node.name, node.messages, node.isNear]), [['a', 62, true], ['b', 62, true], ['c', undefined, false]]);
		equal(links.map(link => [link.ends, link.isUp]), [[[0, 1], true], [[1, 2], false]]);
	},
	'forgets a node that is no more in the configuration, and tells of it no more; one that is dead stays'() {
		const mesh = new Mesh('chat'), long = [...line, 'c-d'];
		const take = (names, links, dead) => {
			const reached = links === long ? ['a', 'b', 'c', 'd'] : ['a', 'b', 'c'];
			for (const name of names) mesh.take(`http://${name}`, answer(name, reached, links, 61, 't61', dead));
		};
		take(['a', 'b', 'c', 'd'], long);
		mesh.take('http://d', null);
		for (let round = 0; round < 3; round++) take(['a', 'b', 'c'], line, ['c-d']);
		equal([mesh.verdict('a'), mesh.news('a')], [['No answer from %', 'd'], [['No answer from %', 'd']]]);
		equal(mesh.picture('a').links.map(link => link.isUp), [true, true, false]);
		take(['a', 'b'], line);
		equal(mesh.verdict('a'), ['No answer from %', 'd'], 'while c names it');
		take(['c'], line);
		equal([mesh.verdict('a'), mesh.news('a')], [['% nodes hold the same % messages', 3, 61], []]);
		equal(mesh.picture('a').links.map(link => link.ends), [[0, 1], [1, 2]]);
		take(['a', 'b', 'c', 'd'], long);
		equal([mesh.verdict('a'), mesh.news('a')], [['% nodes hold the same % messages', 4, 61], []]);
	},
	'forgets a link that is no more in the configuration, as soon as neither end names it'() {
		const mesh = new Mesh('chat');
		const take = (name, links) => mesh.take(`http://${name}`, answer(name, ['a', 'b', 'c'], links));
		for (const name of ['a', 'b', 'c']) take(name, [...line, 'a-c']);
		for (const [name, count] of [['a', 3], ['b', 3], ['c', 2]]) {
			take(name, line);
			equal(mesh.picture('a').links.length, count, name);
		}
		equal(mesh.picture('a').links.map(link => link.isUp), [true, true]);
	},
	'forgets nodes that nothing leads to any more, and none behind one that is dead'() {
		const mesh = new Mesh('chat'), long = [...line, 'c-d'];
		mesh.take('http://a', answer('a', ['a', 'b', 'c', 'd'], long));
		mesh.take('http://a', answer('a', ['a'], [], 1, 't1', ['a-b']));
		equal(mesh.verdict('a'), ['No answer from %', 'b, c, d']);
		equal(mesh.picture('a').links.length, 3);
		mesh.take('http://a', answer('a', ['a', 'e'], ['a-e']));
		equal(mesh.verdict('a'), ['Messages held: %', 1]);
		equal(mesh.picture('a').nodes.map(node => node.name), ['a', 'e']);
	},
	'draws a link as down that one end calls so, before the other is given up'() {
		const mesh = whole();
		const dead = answer('b', ['a', 'b', 'c'], line, 61);
		dead.links[1].state = 'down';
		mesh.take('http://c', null);
		mesh.take('http://b', dead);
		equal(mesh.picture('a').links.map(link => link.isUp), [true, false]);
	},
	'says of nothing that it is up or down where nobody answers any more'() {
		const mesh = cut();
		for (const name of ['a', 'b', 'c']) mesh.take(`http://${name}`, null);
		equal(mesh.verdict('a'), ['mesh state unknown']);
		equal(mesh.picture('a').links.map(link => link.isUp), [null, null]);
		equal(mesh.picture('a').nodes.map(node => node.isNear), [false, false, false]);
	},
	'draws one transcript in one way'() {
		equal(whole().picture('b').nodes.map(node => [node.transcript, node.isHere]), [[0, false], [0, true], [0, false]]);
		const mesh = cut();
		equal(mesh.picture('a').nodes.map(node => node.transcript), [0, 0, 1]);
		for (const name of ['a', 'b']) mesh.take(`http://${name}`, answer(name, ['a', 'b'], ['a-b'], 62));
		equal(mesh.picture('a').nodes.map(node => node.transcript), [0, 0, 1], 'later');
	},
	'knows from its own node alone who is in reach, where the others do not answer'() {
		const mesh = new Mesh('chat');
		mesh.take('http://a', answer('a', ['a', 'b', 'c'], line, 5));
		equal(mesh.verdict('a'), ['Messages held: %', 5]);
		equal(mesh.picture('a').nodes.map(node => node.isNear), [true, true, true]);
	},
	'takes a node that moved to another address, and one address that changed its node'() {
		const mesh = whole();
		mesh.take('http://b', answer('d', ['a', 'c', 'd'], ['a-d'], 61));
		equal(mesh.picture('a').nodes.find(node => node.name === 'b').messages, undefined);
		equal(mesh.picture('a').nodes.find(node => node.name === 'd').messages, 61);
	},
	'believes no shape'() {
		const odd = { node: 'x', nodes: [{ name: 7, links: 'no' }, {}], links: [{ peer: null }], channels: [{ kind: 'chat', name: 'chat', messages: 'many' }] };
		const mesh = new Mesh('chat');
		mesh.take('http://x', readStatus(odd));
		mesh.verdict('x');
		mesh.news('x');
		equal(mesh.picture('x').nodes.find(node => node.name === 'x').messages, 0);
	},
};
