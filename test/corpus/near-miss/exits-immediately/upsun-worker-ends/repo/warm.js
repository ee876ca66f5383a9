console.log("templates are warm");
