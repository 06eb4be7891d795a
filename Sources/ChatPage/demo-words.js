// The demonstration's words in Chinese, beside those of the chat.

import { chinese } from './words.js';

Object.assign(chinese, {
	'Sixty seconds of a mesh': '一分钟看懂消息网', 'Play it for me': '自动演示', 'Once more': '再来一次', 'Switches': '开关', 'Links': '链路',
	'Waiting for the nodes…': '正在等待节点…',
	'Two robots count aloud. Cut % off: click its links in the map.': '两个机器人在报数。点击图中 % 的链路，把它断开。',
	'Both sides go on. Click what is cut once more: it heals.': '两边都在继续。再次点击断开的链路即可恢复。',
	'What was missed slid in, marked. Say something as %, and at once click the node % is on: it is killed.': '错过的消息已补入并有标记。请以 % 的身份说句话，并马上点击 % 所在的节点：它会被杀死。',
	'% went on at another node, and the sentence stands once on the other side.': '% 已转到另一个节点，那句话在另一边只出现一次。',
	'% went on at another node. Say something as %, and at once click the node % is on: it is killed.': '% 已转到另一个节点。请以 % 的身份说句话，并马上点击 % 所在的节点：它会被杀死。',
	'No node answers. Each starts again in a moment.': '没有节点应答；它们稍后会重新启动。',
	'That was the minute. Everything may still be broken and mended.': '一分钟结束了。一切仍可继续断开与恢复。',
	'Link % – %': '链路 % – %', 'Kill %': '杀死 %', '% is dead, and starts again in a moment': '% 已死，稍后会重新启动',
	'on %': '在 % 上', 'slow': '缓慢', 'Robot %': '机器人 %',
	'This sentence is said while its node is killed.': '这句话在节点被杀死的瞬间说出。',
	'% number': '% 个数字', '% numbers': '% 个数字', '% node': '% 个节点', '% nodes': '% 个节点', '% partition': '% 次断网', '% partitions': '% 次断网',
	'% crash': '% 次崩溃', '% crashes': '% 次崩溃', '% change of node': '% 次换节点', '% changes of node': '% 次换节点',
	'missing %, twice %, out of order %': '缺失 %，重复 %，乱序 %', '% (so far, % on their way)': '%（目前 % 个在途中）', ', ': '，', ': ': '：',
});
