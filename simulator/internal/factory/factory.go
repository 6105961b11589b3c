// Package factory is the simulated Image Factory: schematics get their real ids, images are small made-up files.
//
// Differences from the real one, all simpler:
//   - images are what machine.Image encodes; boot loader and options of secure boot have no effect; a machine takes its
//     first network from a kernel argument ip= of IPv4, other arguments that configure Talos are refused; overlays and META
//     values are in the image, and no simulated machine needs them;
//   - versions are the releases up to those that the list of extensions was read from, without pre-releases;
//   - digests, authors and descriptions of extensions are made up;
//   - the registry has the manifests of installer images by tag, with all that they hold in them; blobs are refused;
//   - it is its own mirror: /<its address>/image/… is what a proxy in front of it has, and /v2/<project>/… what a registry
//     has that fetches from it;
//   - kernels, UKIs, secure boot images, tar, OVA, VHD and xz, PXE scripts and talosctl are refused.
package factory

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/schematic"
)

// Config says where Image Factory listens and what it knows.
type Config struct {
	// Listen is an address of 127.0.0.0/8 with a port.
	Listen string `json:"listen"`
	// ExtensionsFile is the path of talos-extensions.json: extensions, overlays and last release of each minor version.
	ExtensionsFile string `json:"extensionsFile"`
	// AliasesFile is the path of extension-aliases.json: old names of extensions, and what is built in for them.
	AliasesFile string `json:"aliasesFile"`
	// ClockOffsetSeconds is by how much its clock is ahead, or behind where it is negative, as its Date header says.
	ClockOffsetSeconds int `json:"clockOffsetSeconds,omitempty"`
	// Registries have the installer images of the factory too, in whatever project they are asked for.
	Registries []Registry `json:"registries,omitempty"`
}

// Registry is one beside the factory, such as a mirror.
type Registry struct {
	// Listen is an address of 127.0.0.0/8 with a port.
	Listen string `json:"listen"`
	// Username and Password are what it asks for; without them everybody may pull.
	Username string `json:"username,omitempty"`
	Password string `json:"password,omitempty"`
}

// Server is an Image Factory that runs.
type Server struct {
	servers []*calls.HTTPServer
}

// Start opens Image Factory, which runs until the context ends.
func Start(ctx context.Context, config Config, recorder *calls.Recorder) (*Server, error) {
	catalogue, err := readCatalogue(config.ExtensionsFile, config.AliasesFile)
	if err != nil {
		return nil, fmt.Errorf("image factory: %w", err)
	}

	known, err := newRegister()
	if err != nil {
		return nil, fmt.Errorf("image factory: %w", err)
	}

	listener, err := calls.Listen(config.Listen)
	if err != nil {
		return nil, fmt.Errorf("image factory: %w", err)
	}

	service := &service{catalogue: catalogue, register: known}
	routes := withMirror(config.Listen, service.routes())
	handler := recorder.HTTP(calls.Factory, config.Listen, nil, nil, withClock(time.Duration(config.ClockOffsetSeconds)*time.Second, routes))

	server := &Server{servers: []*calls.HTTPServer{calls.ServeHTTP(ctx, listener, handler)}}

	for _, each := range config.Registries {
		listener, err := calls.Listen(each.Listen)
		if err != nil {
			server.Close()

			return nil, fmt.Errorf("registry: %w", err)
		}

		handler := recorder.HTTP(calls.Factory, each.Listen, nil, nil, each.handler(routes))
		server.servers = append(server.servers, calls.ServeHTTP(ctx, listener, handler))
	}

	return server, nil
}

// Close ends Image Factory and its registries, and waits for the requests under way.
func (s *Server) Close() {
	for _, each := range s.servers {
		each.Close()
	}
}

// longestSchematic is more than any schematic has, in bytes.
const longestSchematic = 1 << 20

type service struct {
	catalogue catalogue
	register  *register
}

func (s *service) routes() http.Handler {
	routes := http.NewServeMux()
	routes.Handle("POST /schematics", handler(s.postSchematic))
	routes.Handle("GET /schematics/{id}", handler(s.getSchematic))
	routes.Handle("GET /versions", handler(s.getVersions))
	routes.Handle("GET /version/{version}/extensions/official", handler(s.getExtensions))
	routes.Handle("GET /version/{version}/overlays/official", handler(s.getOverlays))
	routes.Handle("GET /image/{id}/{version}/{name}", handler(s.getImage))
	routes.Handle("GET /v2/{$}", handler(ping))
	routes.Handle("GET /v2/{image}/{id}/manifests/{reference}", handler(s.getManifest))
	routes.Handle("GET /v2/{project}/{image}/{id}/manifests/{reference}", handler(s.getManifest))

	for _, path := range []string{"/secureboot/", "/pxe/", "/v2/", "/talosctl/"} {
		routes.Handle(path, handler(func(http.ResponseWriter, *http.Request) error {
			return refused{http.StatusNotImplemented, fmt.Sprintf("%s is no part of the simulated Image Factory", path)}
		}))
	}

	return routes
}

func (s *service) postSchematic(w http.ResponseWriter, request *http.Request) error {
	text, err := io.ReadAll(http.MaxBytesReader(w, request.Body, longestSchematic))
	if err != nil {
		return refused{http.StatusBadRequest, fmt.Sprintf("the schematic cannot be read: %v", err)}
	}

	read, err := schematic.Read(text)
	if err != nil {
		return refused{http.StatusBadRequest, err.Error()}
	}

	id, canonical, err := s.register.add(read)
	if err != nil {
		return refused{http.StatusBadRequest, err.Error()}
	}

	return answerJSON(w, http.StatusCreated, map[string]string{"id": id, "schematic": string(canonical)})
}

func (s *service) getSchematic(w http.ResponseWriter, request *http.Request) error {
	_, canonical, err := s.register.find(request.PathValue("id"))
	if err != nil {
		return err
	}

	w.Header().Set("Content-Type", "application/yaml")
	_, err = w.Write(canonical)

	return err
}

func (s *service) getVersions(w http.ResponseWriter, request *http.Request) error {
	if query := request.URL.RawQuery; query != "" {
		return refused{http.StatusNotImplemented, fmt.Sprintf("versions are listed without a query, got %q", query)}
	}

	return answerJSON(w, http.StatusOK, s.catalogue.versions())
}

func (s *service) getExtensions(w http.ResponseWriter, request *http.Request) error {
	release, err := s.catalogue.find(request.PathValue("version"))
	if err != nil {
		return err
	}

	return answerJSON(w, http.StatusOK, release.extensions())
}

func (s *service) getOverlays(w http.ResponseWriter, request *http.Request) error {
	release, err := s.catalogue.find(request.PathValue("version"))
	if err != nil {
		return err
	}

	return answerJSON(w, http.StatusOK, release.overlays())
}

// withMirror answers for a proxy in front of the factory too: its paths begin with the address of what they lead to.
func withMirror(address string, next http.Handler) http.Handler {
	upstream := "/" + address
	proxied := http.StripPrefix(upstream, next)

	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		if strings.HasPrefix(request.URL.Path, upstream+"/image/") {
			proxied.ServeHTTP(w, request)

			return
		}

		next.ServeHTTP(w, request)
	})
}

// withClock dates answers by a clock that is ahead.
func withClock(offset time.Duration, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		w.Header().Set("Date", time.Now().Add(offset).UTC().Format(http.TimeFormat))
		next.ServeHTTP(w, request)
	})
}

// refused is an answer that is not what was asked for.
type refused struct {
	status  int
	message string
}

func (r refused) Error() string { return r.message }

// handler answers errors as Image Factory does: as plain text.
type handler func(http.ResponseWriter, *http.Request) error

func (h handler) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	err := h(w, request)
	if err == nil {
		return
	}

	status := http.StatusInternalServerError

	var known refused
	if errors.As(err, &known) {
		status = known.status
	}

	http.Error(w, err.Error(), status)
}

func answerJSON(w http.ResponseWriter, status int, answer any) error {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)

	return json.NewEncoder(w).Encode(answer)
}
