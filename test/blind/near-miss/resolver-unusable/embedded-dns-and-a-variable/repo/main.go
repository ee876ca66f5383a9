package main

import (
	"encoding/json"
	"net/http"
	"time"
)

func main() {
	time.Sleep(2 * time.Second)
	http.HandleFunc("/api/health", func(w http.ResponseWriter, r *http.Request) {
		json.NewEncoder(w).Encode(map[string]string{"status": "ok"})
	})
	http.ListenAndServe(":8000", nil)
}
