package main

import "net/http"

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("seminar")) })
	if err := http.ListenAndServe(":8080", nil); err != nil {
		panic(err)
	}
}
