// Package installer looks installer images up in their registry, as the container runtime of a machine does.
package installer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

// ErrNotFound is an image that its registry does not have: asking again does not help.
var ErrNotFound = errors.New("not found")

// ErrUnknownForm is a reference that is not modelled.
var ErrUnknownForm = errors.New("the simulated machine knows references of the form <registry>/<name>:<tag> only")

// largestManifest is more than any manifest has, in bytes.
const largestManifest = 1 << 20

// manifestTypes are what the container runtime takes.
const manifestTypes = "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json"

// errUnauthorized is a registry that does not know who asks: asking again may help, as its users may change.
var errUnauthorized = errors.New("invalid authorization")

// errNotSimulated is a way to sign in that is not modelled.
var errNotSimulated = errors.New("not simulated")

// Pull returns what an installer image installs. Mirrors are asked before the registry of the image, which has the last word.
func Pull(ctx context.Context, reference string, registries Registries) (machine.Image, error) {
	image, err := pull(ctx, reference, registries)
	if err != nil {
		return image, fmt.Errorf("failed to pull image %q: %w", reference, err)
	}

	return image, nil
}

func pull(ctx context.Context, reference string, registries Registries) (machine.Image, error) {
	registry, rest, found := strings.Cut(reference, "/")
	name, tag, tagged := strings.Cut(rest, ":")

	if !found || !tagged || strings.Contains(rest, "@") {
		return machine.Image{}, ErrUnknownForm
	}

	hosts, err := registryHosts(registries, registry)
	if err != nil {
		return machine.Image{}, fmt.Errorf("failed to resolve reference %q: %w", reference, err)
	}

	// the first reason counts, unless none has the image
	reason := fmt.Errorf("%s: %w", reference, ErrNotFound)

	for _, host := range hosts {
		content, err := host.manifest(ctx, registry, name+"/manifests/"+tag)
		if err == nil {
			return decode(content)
		}

		if errors.Is(reason, ErrNotFound) && !errors.Is(err, ErrNotFound) {
			reason = err
		}
	}

	return machine.Image{}, fmt.Errorf("failed to resolve reference %q: %w", reference, reason)
}

// manifest asks a host as the container runtime does: for the name first, then for the content.
func (h registryHost) manifest(ctx context.Context, registry, path string) ([]byte, error) {
	if !isOnLoopback(h.host) {
		return nil, fmt.Errorf("dial tcp: lookup %s: the simulated homelab ends at 127.0.0.0/8", h.host)
	}

	address := url.URL{Scheme: h.scheme, Host: h.host, Path: h.path + "/" + path}
	if h.host != registry {
		// a mirror is told whose images are meant
		address.RawQuery = url.Values{"ns": {registry}}.Encode()
	}

	var content []byte

	for _, method := range []string{http.MethodHead, http.MethodGet} {
		var err error
		if content, err = h.ask(ctx, method, address.String()); err != nil {
			return nil, err
		}
	}

	return content, nil
}

// ask signs in only where a registry wants it, and once.
func (h registryHost) ask(ctx context.Context, method, address string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()

	request, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return nil, err
	}

	request.Header.Set("Accept", manifestTypes)

	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}

	response, err := client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("failed to do request: %w", err)
	}

	if response.StatusCode == http.StatusUnauthorized {
		response.Body.Close() //nolint:errcheck // it was not read

		if err := authorize(request, response.Header.Get("WWW-Authenticate"), h.auth); err != nil {
			return nil, fmt.Errorf("pull access denied, repository does not exist or may require authorization: %w", err)
		}

		if response, err = client.Do(request); err != nil {
			return nil, fmt.Errorf("failed to do request: %w", err)
		}
	}

	defer response.Body.Close() //nolint:errcheck // it was only read

	switch response.StatusCode {
	case http.StatusOK:
		return io.ReadAll(io.LimitReader(response.Body, largestManifest))
	case http.StatusNotFound:
		return nil, ErrNotFound
	default:
		return nil, fmt.Errorf("unexpected status from %s request to %s: %s", method, address, response.Status)
	}
}

// decode reads what the registry of the homelab has put into the manifest beside what belongs there.
func decode(content []byte) (machine.Image, error) {
	var manifest struct {
		Config struct {
			Data []byte `json:"data"`
		} `json:"config"`
	}

	if err := json.Unmarshal(content, &manifest); err != nil {
		return machine.Image{}, fmt.Errorf("the manifest cannot be read: %w", err)
	}

	return machine.DecodeImage(manifest.Config.Data)
}
