const fs = require('node:fs');

fs.writeFileSync('/tmp/tickets.json', JSON.stringify([{ id: 17, subject: 'Printer on fire' }]));
