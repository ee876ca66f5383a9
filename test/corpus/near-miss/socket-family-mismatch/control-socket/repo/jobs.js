let paused = false;

exports.pauseJobs = () => {
  paused = true;
  return "paused\n";
};
exports.resumeJobs = () => {
  paused = false;
  return "running\n";
};
exports.status = () => ({ paused, queued: 0 });
