// Package callstest starts services of the homelab for tests, and sends them requests.
package callstest

import (
	"context"
	"io"
	"net/http"
	"testing"

	"cdktf-proxmox-talos/simulator/internal/calls"
)

// Start starts a service with a recorder of its own, and closes it when the test ends.
func Start[Config any, Server interface{ Close() }](
	t *testing.T, start func(context.Context, Config, *calls.Recorder) (Server, error), config Config,
) (Server, *calls.Recorder) {
	t.Helper()

	recorder := calls.NewRecorder(io.Discard)

	server, err := start(t.Context(), config, recorder)
	if err != nil {
		t.Fatal(err)
	}

	t.Cleanup(server.Close)

	return server, recorder
}

// Send sends a request on a connection of its own, as the next test has another server at the same address.
func Send(t *testing.T, request *http.Request) (*http.Response, []byte) {
	t.Helper()

	request.Close = true

	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}

	defer func() { _ = response.Body.Close() }()

	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}

	return response, content
}
