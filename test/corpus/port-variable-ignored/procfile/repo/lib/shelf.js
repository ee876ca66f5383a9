exports.shelf = ["ladder", "raclette grill"];
