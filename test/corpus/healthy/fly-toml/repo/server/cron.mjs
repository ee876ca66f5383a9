console.log("nothing due");
