export default {
  server: {
    strictPort: true,
    port: 3180,
    allowedHosts: true,
  },
};
