package main

import (
	"expvar"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
)

func open(name string) net.Listener {
	listener, err := net.Listen("tcp", os.Getenv(name))
	if err != nil {
		log.Fatalf("%s: %v", name, err)
	}
	return listener
}

func main() {
	public := open("HTTP_ADDR")
	debug := open("DEBUG_ADDR")
	go http.Serve(debug, expvar.Handler())
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "12 results") })
	log.Fatal(http.Serve(public, mux))
}
