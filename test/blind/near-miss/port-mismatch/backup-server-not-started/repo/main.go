package main

import (
	"flag"
	"net/http"
)

func main() {
	listen := flag.String("listen", ":7000", "address to listen on")
	flag.Parse()
	http.ListenAndServe(*listen, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte("tiles\n"))
	}))
}
