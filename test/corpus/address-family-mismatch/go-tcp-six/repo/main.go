package main

import (
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
)

func main() {
	address := os.Getenv("LISTEN")
	if address == "" {
		address = ":8080"
	}

	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, "tracker", r.URL.Path)
	})

	listener, err := net.Listen("tcp6", address)
	if err != nil {
		log.Fatal(err)
	}
	log.Printf("listening on %s", listener.Addr())
	log.Fatal(http.Serve(listener, mux))
}
