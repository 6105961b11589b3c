package kubernetes

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"time"
)

// manifestLimit is the most that a manifest may have, in bytes.
const manifestLimit = 32 << 20

// newLoopbackClient returns a client that reaches nothing outside the loopback range and resolves no name.
func newLoopbackClient() *http.Client {
	return &http.Client{
		Timeout: 30 * time.Second,
		Transport: &http.Transport{
			DisableKeepAlives: true,
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				parsed, err := netip.ParseAddrPort(address)
				if err != nil || !parsed.Addr().Is4() || !parsed.Addr().IsLoopback() {
					return nil, fmt.Errorf("%s is not an address of 127.0.0.0/8, and the simulator reaches no other", address)
				}

				return (&net.Dialer{}).DialContext(ctx, network, address)
			},
		},
	}
}

// fetch downloads a manifest.
func fetch(ctx context.Context, client *http.Client, from manifest) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, from.url, nil)
	if err != nil {
		return nil, fmt.Errorf("error downloading %q: %w", from.url, err)
	}

	for name, value := range from.headers {
		request.Header.Set(name, value)
	}

	response, err := client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("error downloading %q: %w", from.url, err)
	}

	defer response.Body.Close() //nolint:errcheck

	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("error downloading %q: bad response code: %d", from.url, response.StatusCode)
	}

	content, err := io.ReadAll(io.LimitReader(response.Body, manifestLimit+1))
	if err == nil && len(content) > manifestLimit {
		err = errors.New("larger than 32 MiB")
	}

	if err != nil {
		return nil, fmt.Errorf("error downloading %q: %w", from.url, err)
	}

	return content, nil
}
