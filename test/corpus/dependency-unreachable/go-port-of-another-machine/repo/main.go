package main

import (
	"fmt"
	"log"
	"net/http"
)

func main() {
	store, err := openStore()
	if err != nil {
		log.Fatalf("store: %v", err)
	}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, store.Add("hits"))
	})
	log.Println("serving on :9000")
	log.Fatal(http.ListenAndServe(":9000", nil))
}
