const grpc = require("@grpc/grpc-js");
const loader = require("@grpc/proto-loader");

const { greeter } = grpc.loadPackageDefinition(loader.loadSync("greeter.proto"));

const server = new grpc.Server();
server.addService(greeter.Greeter.service, {
  sayHello: (call, done) => done(null, { message: `Hello ${call.request.name}` }),
});
server.bindAsync("0.0.0.0:50051", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(`greeter on ${port}`);
});
