// Package statestore is the simulated homes of states: a server for OpenTofu's http backend and one for its s3 backend.
//
// All is in memory and is gone when the homelab ends. State bodies are secret: the journal has paths only.
//
// Differences from the real things, all simpler:
//   - S3 has no versions, tags, access lists, encryption of its own, uploads in parts, ranges and signed links, and no
//     delimiter in lists; a request that asks for one is refused; any region is taken;
//   - a state of the http backend is locked at its own path or at <path>/lock, so no state can be at a path that ends
//     in /lock.
package statestore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"cdktf-proxmox-talos/simulator/internal/calls"
)

// Config says where the stores listen and who may use them. At least one of the two addresses is given.
type Config struct {
	// Listen is where the http backend is served: an address of 127.0.0.0/8 with a port.
	Listen string `json:"listen"`
	// Username and Password are asked for by the http backend; both empty: nobody is asked.
	Username string `json:"username"`
	Password string `json:"password"`

	// S3Listen is where S3 is served, with buckets in the path.
	S3Listen  string   `json:"s3Listen"`
	Buckets   []string `json:"buckets"`
	AccessKey string   `json:"accessKey"`
	SecretKey string   `json:"secretKey"`
}

func (c Config) check() error {
	switch {
	case c.Listen == "" && c.S3Listen == "":
		return errors.New("neither listen nor s3Listen is given; give one of them")
	case (c.Username == "") != (c.Password == ""):
		return errors.New("only one of username and password is given; give both or none")
	case c.S3Listen == "" && (len(c.Buckets) > 0 || c.AccessKey != "" || c.SecretKey != ""):
		return errors.New("buckets, accessKey or secretKey without s3Listen; give it too")
	case c.S3Listen != "" && (len(c.Buckets) == 0 || c.AccessKey == "" || c.SecretKey == ""):
		return errors.New("s3Listen without buckets, accessKey or secretKey; give all of them")
	}

	for _, bucket := range c.Buckets {
		if bucket == "" || strings.Contains(bucket, "/") {
			return fmt.Errorf("%q is not a name of a bucket, such as homelab-tofu", bucket)
		}
	}

	return nil
}

// Server is the stores that run.
type Server struct {
	states  *states
	objects *objects
	running []*calls.HTTPServer
}

// Start opens the stores, which run until the context ends.
func Start(ctx context.Context, config Config, recorder *calls.Recorder) (*Server, error) {
	if err := config.check(); err != nil {
		return nil, fmt.Errorf("state stores: %w", err)
	}

	server := &Server{states: newStates(), objects: newObjects(config.Buckets)}

	if config.Listen != "" {
		listener, err := calls.Listen(config.Listen)
		if err != nil {
			return nil, fmt.Errorf("state stores: %w", err)
		}

		handler := &httpBackend{states: server.states, username: config.Username, password: config.Password}
		server.running = append(server.running, calls.ServeHTTP(ctx, listener,
			recorder.HTTP(calls.State, config.Listen, nil, nil, handler)))
	}

	if config.S3Listen != "" {
		listener, err := calls.Listen(config.S3Listen)
		if err != nil {
			server.Close()

			return nil, fmt.Errorf("state stores: %w", err)
		}

		handler := &s3{objects: server.objects, signer: signer{accessKey: config.AccessKey, secretKey: config.SecretKey}}
		server.running = append(server.running, calls.ServeHTTP(ctx, listener,
			recorder.HTTP(calls.State, config.S3Listen, describeS3, failS3, handler)))
	}

	return server, nil
}

// Close ends the stores and waits for the requests under way.
func (s *Server) Close() {
	for _, running := range s.running {
		running.Close()
	}
}

// Stored is a state, or a lock without one so far.
type Stored struct {
	// Path is that of the http backend, or s3://<bucket>/<key>.
	Path   string `json:"path"`
	Bytes  int    `json:"bytes"`
	Locked bool   `json:"locked"`
}

// Inventory lists what is stored, sorted by path.
func (s *Server) Inventory() []Stored {
	inventory := append(s.states.inventory(), s.objects.inventory()...)
	slices.SortFunc(inventory, func(a, b Stored) int { return strings.Compare(a.Path, b.Path) })

	return inventory
}

// Read returns the bytes that are stored at a path of the inventory: what somebody sees who gets hold of the store.
func (s *Server) Read(path string) (content []byte, found bool) {
	if name, isObject := strings.CutPrefix(path, s3Scheme); isObject {
		bucket, key, _ := strings.Cut(name, "/")

		stored, found := s.objects.get(bucket, key)

		return stored.content, found
	}

	return s.states.get(path)
}
