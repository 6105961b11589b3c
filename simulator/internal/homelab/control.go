package homelab

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"cdktf-proxmox-talos/simulator/internal/calls"
)

// longestWait is how long a question after a held call may wait.
const longestWait = 5 * time.Minute

// control is what tests and people ask a running homelab, and tell it.
type control struct {
	recorder  *calls.Recorder
	inventory func() (Inventory, error)
	// powerOn switches a physical machine on.
	powerOn func(name string) error
	// lock has a virtual machine of an endpoint refuse changes for a reason, until the reason is empty.
	lock func(endpoint string, id int, reason string) error
	// run runs a command as root on a host of an endpoint.
	run func(endpoint, host, line string) (output string, err error)
	// upgrade plays talosctl upgrade-k8s on a cluster.
	upgrade func(ctx context.Context, cluster, version string) error
	// stored is what lies at a path of the state stores.
	stored func(path string) (content []byte, found bool)
}

func (c *control) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /journal", c.journal)
	mux.HandleFunc("POST /faults", c.addFaults)
	mux.HandleFunc("DELETE /faults", c.clearFaults)
	mux.HandleFunc("GET /held", c.held)
	mux.HandleFunc("GET /inventory", c.everything)
	mux.HandleFunc("GET /state", c.state)
	mux.HandleFunc("POST /machines/{name}/power-on", c.switchOn)
	mux.HandleFunc("PUT /proxmox/{endpoint}/guests/{id}/lock", c.lockGuest)
	mux.HandleFunc("POST /proxmox/{endpoint}/hosts/{host}/run", c.runOnHost)
	mux.HandleFunc("POST /clusters/{name}/upgrade-k8s", c.upgradeKubernetes)

	return mux
}

func (c *control) journal(w http.ResponseWriter, request *http.Request) {
	after, err := number(request, "after", 0)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)

		return
	}

	answer(w, c.recorder.Calls(after))
}

func (c *control) everything(w http.ResponseWriter, _ *http.Request) {
	inventory, err := c.inventory()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)

		return
	}

	answer(w, inventory)
}

// state answers the very bytes, which are secret: what somebody sees who gets hold of the store.
func (c *control) state(w http.ResponseWriter, request *http.Request) {
	path := request.URL.Query().Get("path")

	content, found := c.stored(path)
	if !found {
		http.Error(w, fmt.Sprintf("no state is stored at %q", path), http.StatusNotFound)

		return
	}

	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = w.Write(content)
}

func (c *control) addFaults(w http.ResponseWriter, request *http.Request) {
	var rules []calls.Rule

	decoder := json.NewDecoder(request.Body)
	decoder.DisallowUnknownFields()

	err := decoder.Decode(&rules)
	if err == nil {
		err = c.recorder.AddFaults(rules...)
	}

	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)

		return
	}

	w.WriteHeader(http.StatusNoContent)
}

func (c *control) clearFaults(w http.ResponseWriter, _ *http.Request) {
	c.recorder.ClearFaults()
	w.WriteHeader(http.StatusNoContent)
}

func (c *control) held(w http.ResponseWriter, request *http.Request) {
	seconds, err := number(request, "waitSeconds", 0)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)

		return
	}

	ctx, cancel := context.WithTimeout(request.Context(), min(time.Duration(seconds)*time.Second, longestWait))
	defer cancel()

	call, err := c.recorder.AwaitHeld(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		w.WriteHeader(http.StatusNoContent)

		return
	}

	answer(w, call)
}

func (c *control) switchOn(w http.ResponseWriter, request *http.Request) {
	if err := c.powerOn(request.PathValue("name")); err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)

		return
	}

	w.WriteHeader(http.StatusNoContent)
}

func (c *control) lockGuest(w http.ResponseWriter, request *http.Request) {
	id, err := strconv.Atoi(request.PathValue("id"))
	if err != nil {
		http.Error(w, fmt.Sprintf("a virtual machine has a number, not %q", request.PathValue("id")), http.StatusNotFound)

		return
	}

	if err := c.lock(request.PathValue("endpoint"), id, request.URL.Query().Get("reason")); err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)

		return
	}

	w.WriteHeader(http.StatusNoContent)
}

// longestCommand is more than any command has, in bytes.
const longestCommand = 1 << 16

// runOnHost answers with the output of a command, or refuses with what the command said.
func (c *control) runOnHost(w http.ResponseWriter, request *http.Request) {
	line, err := io.ReadAll(http.MaxBytesReader(w, request.Body, longestCommand))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)

		return
	}

	output, err := c.run(request.PathValue("endpoint"), request.PathValue("host"), string(line))
	if err != nil {
		http.Error(w, output+err.Error(), http.StatusBadRequest)

		return
	}

	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, output)
}

func (c *control) upgradeKubernetes(w http.ResponseWriter, request *http.Request) {
	if err := c.upgrade(request.Context(), request.PathValue("name"), request.URL.Query().Get("to")); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)

		return
	}

	w.WriteHeader(http.StatusNoContent)
}

func answer(w http.ResponseWriter, content any) {
	w.Header().Set("Content-Type", "application/json")

	if err := json.NewEncoder(w).Encode(content); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

func number(request *http.Request, name string, otherwise int) (int, error) {
	text := request.URL.Query().Get(name)
	if text == "" {
		return otherwise, nil
	}

	value, err := strconv.Atoi(text)
	if err != nil || value < 0 {
		return 0, fmt.Errorf("%s is %q; write a number of at least 0", name, text)
	}

	return value, nil
}
