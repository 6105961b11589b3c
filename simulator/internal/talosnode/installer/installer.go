// Package installer looks installer images up in their registry, as the container runtime of a machine does.
package installer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
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

// Pull returns what an installer image installs.
func Pull(ctx context.Context, reference string) (machine.Image, error) {
	image, err := pull(ctx, reference)
	if err != nil {
		return image, fmt.Errorf("failed to pull image %q: %w", reference, err)
	}

	return image, nil
}

func pull(ctx context.Context, reference string) (machine.Image, error) {
	url, err := manifestURL(reference)
	if err != nil {
		return machine.Image{}, err
	}

	// the runtime asks for the name first, then for the content
	for _, method := range []string{http.MethodHead, http.MethodGet} {
		content, err := ask(ctx, method, url, reference)
		if err != nil {
			return machine.Image{}, fmt.Errorf("failed to resolve reference %q: %w", reference, err)
		}

		if method == http.MethodGet {
			return decode(content)
		}
	}

	return machine.Image{}, nil
}

// manifestURL says where the manifest of an image lies: on loopback the container runtime uses http.
func manifestURL(reference string) (string, error) {
	registry, rest, found := strings.Cut(reference, "/")
	name, tag, tagged := strings.Cut(rest, ":")

	if !found || !tagged || strings.Contains(rest, "@") {
		return "", ErrUnknownForm
	}

	host, _, err := net.SplitHostPort(registry)
	if err != nil {
		host = registry
	}

	if address, err := netip.ParseAddr(host); err != nil || !address.IsLoopback() {
		return "", fmt.Errorf("dial tcp: lookup %s: the simulated homelab ends at 127.0.0.0/8", host)
	}

	return fmt.Sprintf("http://%s/v2/%s/manifests/%s", registry, name, tag), nil
}

func ask(ctx context.Context, method, url, reference string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()

	request, err := http.NewRequestWithContext(ctx, method, url, nil)
	if err != nil {
		return nil, err
	}

	request.Header.Set("Accept", manifestTypes)

	response, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(request)
	if err != nil {
		return nil, fmt.Errorf("failed to do request: %w", err)
	}

	defer response.Body.Close() //nolint:errcheck // it was only read

	switch response.StatusCode {
	case http.StatusOK:
		return io.ReadAll(io.LimitReader(response.Body, largestManifest))
	case http.StatusNotFound:
		return nil, fmt.Errorf("%s: %w", reference, ErrNotFound)
	default:
		return nil, fmt.Errorf("unexpected status from %s request to %s: %s", method, url, response.Status)
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
