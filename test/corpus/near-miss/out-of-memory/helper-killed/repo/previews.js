const previews = [];
for (let index = 0; index < 400; index++) previews.push(Buffer.alloc(1 << 20, 1));
process.send?.(previews.length);
