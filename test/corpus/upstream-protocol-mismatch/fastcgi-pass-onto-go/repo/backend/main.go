package main

import (
	"fmt"
	"log"
	"net/http"
)

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, "next ferry: 14:05")
	})
	log.Println("listening on :9000")
	log.Fatal(http.ListenAndServe(":9000", mux))
}
