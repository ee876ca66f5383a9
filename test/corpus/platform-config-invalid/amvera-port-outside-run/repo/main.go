package main

import (
	"fmt"
	"log"
	"net/http"
)

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, "no entries yet")
	})
	log.Println("guestbook on :8080")
	log.Fatal(http.ListenAndServe(":8080", mux))
}
