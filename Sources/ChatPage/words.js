// The page's words, in English and Chinese.

export const chinese = {
	'Talk to everyone on every node.': '与网中所有节点上的人聊天。', 'Your name': '你的名字',
	'Join': '加入', 'Joining…': '正在加入…', 'Leave': '离开', 'Messages': '消息', 'Message': '消息', 'Send': '发送',
	'People and mesh': '成员与网络', 'Mesh': '网络', '% online': '% 人在线', '(you)': '（你）',
	'Connected to %': '已连接到 %', 'Connection lost': '连接已断开', 'Next try in % s': '% 秒后重试',
	'Try now': '立即重试', '“%” is already taken. Choose another name.': '“%”已被使用，请换一个名字。',
	'A name needs a letter.': '请输入名字。', 'A name has at most % characters.': '名字最多 % 个字符。',
	'A name has no control characters.': '名字中不能有控制字符。',
	'The node refused: %': '节点拒绝了：%', 'You went on in another tab.': '您已在另一个标签页中继续。', 'The node does not answer.': '节点没有应答。',
	'Too long: % of % characters': '太长：%／% 个字符', 'Too many messages wait': '等待发送的消息太多',
	'↓ New messages: %': '↓ % 条新消息', 'Earlier, not shown: %': '更早的 % 条消息未显示',
	'Messages lost: %': '% 条消息已无法找回', 'and % more': '另有 % 人', 'Find a name': '查找名字',
	'links up %/%, nodes %': '链路 %/% 正常，节点 %', 'mesh state unknown': '网络状态未知',
	'% stopped answering; you are on % now': '% 没有应答；你现在连接到 %',
	'Cut apart: %': '网络已断开：%', 'No answer from %': '% 没有应答', 'Answering again: %': '恢复应答：%', 'Catching up': '正在同步', 'Messages held: %': '保存了 % 条消息',
	'% nodes hold the same % messages': '% 个节点保存着相同的 % 条消息',
	'The mesh is together again': '网络已恢复连通',
	'Messages that came later: %': '后来补到的消息：%', 'came later': '后来补到', 'Send again': '重新发送',
	'Nobody has said anything here. Other nodes:': '这里还没有人发言。其他节点：',
	'up': '正常', 'down': '断开', 'Copies: %': '副本：%', 'Not sent': '未发送',
};

const isChinese = navigator.language.startsWith('zh');

/** The words for a text, with one value for each `%`. */
export const say = (text, ...values) =>
	values.reduce((text, value) => text.replace('%', () => value.toLocaleString()), isChinese ? chinese[text] ?? text : text);

/** Puts the document into the person's language. */
export function translate() {
	if (!isChinese) return;
	document.documentElement.lang = 'zh';
	for (const element of document.querySelectorAll('body :not(script)')) {
		if (!element.firstElementChild && element.textContent in chinese) element.textContent = say(element.textContent);
		if (element.ariaLabel) element.ariaLabel = say(element.ariaLabel);
	}
}
