// A page for the server of Deno's chat tutorial, which a node is for it.

const name = prompt("Please enter your name") || "Anonymous";
const socket = new WebSocket(`ws://${location.host}/start_web_socket?username=${encodeURIComponent(name)}`);

socket.onmessage = ({ data }) => {
	const said = JSON.parse(data);
	if (said.event === "update-users") users.textContent = `Here are ${said.usernames.join(", ")}.`;
	if (said.event === "send-message") add(said.username, said.message);
};
socket.onclose = ({ reason }) => users.textContent = reason || "The connection is gone.";

function add(username, message) {
	const who = Object.assign(document.createElement("b"), { textContent: username });
	const line = document.createElement("li");
	line.append(who, message);
	conversation.append(line);
}

form.onsubmit = event => {
	event.preventDefault();
	socket.send(JSON.stringify({ event: "send-message", message: data.value }));
	data.value = "";
};
