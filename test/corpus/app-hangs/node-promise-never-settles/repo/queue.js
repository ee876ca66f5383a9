const waiting = [];

/** Renders an invoice; settles when a worker has taken the job and is done. */
exports.render = (invoice) =>
  new Promise((resolve, reject) => {
    waiting.push({ invoice, resolve, reject });
  });

exports.take = () => waiting.shift();
