import { createServer } from 'node:http';

const answer = await fetch(process.env.CATALOGUE_URL);
const items = await answer.json();

createServer((request, response) => {
  response.setHeader('content-type', 'text/html');
  response.end(`<ul>${items.map((item) => `<li>${item.name}</li>`).join('')}</ul>`);
}).listen(3000, () => console.log('store on 3000'));
