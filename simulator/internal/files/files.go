// Package files serves what clusters fetch from the web: extra manifests and the like.
//
// The path of a request is the host and the path of the original address:
// https://github.com/owner/name/x.yaml is /github.com/owner/name/x.yaml here, always over http and without a query.
// A few small made-up manifests are embedded, for the addresses that the example clusters name; they have the kinds
// and names of the originals, and a real Kubernetes API server takes them.
package files

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"
	"time"

	"cdktf-proxmox-talos/simulator/internal/calls"
)

// Config says where files are served and which.
type Config struct {
	// Listen is an address of 127.0.0.0/8 with a port.
	Listen string `json:"listen"`
	// Directory holds more files, as <host>/<path>; a file there wins over an embedded one. Empty: the embedded only.
	Directory string `json:"directory"`
}

// Server is a file server that runs.
type Server struct {
	http *calls.HTTPServer
	root *os.Root
}

//go:embed manifests
var embedded embed.FS

// Start opens the file server, which runs until the context ends.
func Start(ctx context.Context, config Config, recorder *calls.Recorder) (*Server, error) {
	manifests, err := fs.Sub(embedded, "manifests")
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}

	server := &Server{}
	sources := sources{manifests}

	if config.Directory != "" {
		server.root, err = os.OpenRoot(config.Directory)
		if err != nil {
			return nil, fmt.Errorf("files: the directory cannot be opened: %w", err)
		}

		sources = append([]fs.FS{server.root.FS()}, sources...)
	}

	listener, err := calls.Listen(config.Listen)
	if err != nil {
		server.closeRoot()

		return nil, fmt.Errorf("files: %w", err)
	}

	server.http = calls.ServeHTTP(ctx, listener, recorder.HTTP(calls.Files, config.Listen, nil, nil, sources))

	return server, nil
}

// Close ends the server and waits for the requests under way.
func (s *Server) Close() {
	s.http.Close()
	s.closeRoot()
}

func (s *Server) closeRoot() {
	if s.root != nil {
		_ = s.root.Close()
	}
}

// sources are file systems of which the first that has a file serves it.
type sources []fs.FS

func (s sources) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	if request.Method != http.MethodGet && request.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, fmt.Sprintf("files are only read, got %s", request.Method), http.StatusMethodNotAllowed)

		return
	}

	name := strings.TrimPrefix(request.URL.Path, "/")

	content, err := s.open(name)
	if errors.Is(err, fs.ErrNotExist) {
		http.Error(w, fmt.Sprintf("no file for %q; put one into the directory of the file server, as <host>/<path>", request.URL.Path),
			http.StatusNotFound)

		return
	}

	if err != nil {
		http.Error(w, fmt.Sprintf("%q cannot be read: %v", request.URL.Path, err), http.StatusInternalServerError)

		return
	}

	defer func() { _ = content.Close() }()

	// nothing is executed or shown, so all is text as on the hosts of raw files; and without a time all runs are equal
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	http.ServeContent(w, request, path.Base(name), time.Time{}, content)
}

type file interface {
	io.ReadSeeker
	io.Closer
}

// open finds a regular file by its clean name; everything else does not exist.
func (s sources) open(name string) (file, error) {
	if !fs.ValidPath(name) {
		return nil, fs.ErrNotExist
	}

	for _, source := range s {
		info, err := fs.Stat(source, name)
		if err != nil || !info.Mode().IsRegular() {
			continue
		}

		opened, err := source.Open(name)
		if err != nil {
			return nil, err
		}

		seekable, ok := opened.(file)
		if !ok {
			return nil, errors.Join(fmt.Errorf("%s cannot be read from its middle", name), opened.Close())
		}

		return seekable, nil
	}

	return nil, fs.ErrNotExist
}
