package installer

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"strings"

	"github.com/siderolabs/talos/pkg/machinery/config/config"
)

// Registries are what a configuration says of registries, in its documents and in the main one.
type Registries interface {
	RegistryMirrorConfigs() map[string]config.RegistryMirrorConfig
	RegistryAuthConfigs() map[string]config.RegistryAuthConfig
	RegistryTLSConfigs() map[string]config.RegistryTLSConfig
}

// registryHost is a place that is asked for the images of a registry.
type registryHost struct {
	scheme string
	host   string
	path   string
	auth   config.RegistryAuthConfig
}

// registryHosts are asked one after the other: the mirrors of a registry, or those of all, then the registry itself.
func registryHosts(registries Registries, registry string) ([]registryHost, error) {
	mirrors := registries.RegistryMirrorConfigs()

	mirror, found := mirrors[registry]
	if !found {
		mirror, found = mirrors["*"]
	}

	var hosts []registryHost

	if found {
		for _, endpoint := range mirror.Endpoints() {
			parsed, err := url.Parse(endpoint.Endpoint())
			if err != nil {
				return nil, fmt.Errorf("error parsing endpoint %q for host %q: %w", endpoint.Endpoint(), registry, err)
			}

			hosts = append(hosts, registryHost{scheme: parsed.Scheme, host: parsed.Host, path: apiPath(parsed.Path, endpoint.OverridePath())})
		}
	}

	if !found || !mirror.SkipFallback() {
		hosts = append(hosts, registryHost{scheme: defaultScheme(registry), host: registry, path: "/v2"})
	}

	for index, each := range hosts {
		if _, hasTLS := registries.RegistryTLSConfigs()[each.host]; hasTLS && each.scheme != "https" {
			return nil, fmt.Errorf("TLS config specified for non-HTTPS registry: %q", each.host)
		}

		hosts[index].auth = registries.RegistryAuthConfigs()[each.host]
	}

	return hosts, nil
}

// defaultScheme is https, but on loopback, where the registries of the homelab are.
func defaultScheme(registry string) string {
	if isOnLoopback(registry) {
		return "http"
	}

	return "https"
}

func isOnLoopback(host string) bool {
	if address, err := netip.ParseAddrPort(host); err == nil {
		return address.Addr().IsLoopback()
	}

	address, err := netip.ParseAddr(host)

	return err == nil && address.IsLoopback()
}

// apiPath is where the API of a registry begins, unless an endpoint says so itself.
func apiPath(written string, override bool) string {
	if written != "" {
		written = path.Clean(written)
	}

	if override || strings.HasSuffix(written, "/v2") {
		return written
	}

	return strings.TrimSuffix(written, "/") + "/v2"
}

// authorize answers a registry that wants to know who asks.
func authorize(request *http.Request, challenge string, credentials config.RegistryAuthConfig) error {
	scheme, _, _ := strings.Cut(challenge, " ")
	if !strings.EqualFold(scheme, "basic") {
		return fmt.Errorf("%w: registries that ask for %q", errNotSimulated, scheme)
	}

	username, secret, err := login(credentials, request.URL.Host)
	if err != nil {
		return err
	}

	if username == "" || secret == "" {
		return fmt.Errorf("%w: no basic auth credentials", errUnauthorized)
	}

	request.SetBasicAuth(username, secret)

	return nil
}

// login is the user and the password, or the token, that a configuration has for a registry.
func login(credentials config.RegistryAuthConfig, host string) (username, secret string, err error) {
	switch {
	case credentials == nil:
		return "", "", nil
	case credentials.Username() != "":
		return credentials.Username(), credentials.Password(), nil
	case credentials.IdentityToken() != "":
		return "", credentials.IdentityToken(), nil
	case credentials.Auth() == "":
		return "", "", fmt.Errorf("invalid auth config for %q", host)
	}

	decoded, err := base64.StdEncoding.DecodeString(credentials.Auth())
	if err != nil {
		return "", "", fmt.Errorf("error parsing auth for %q: %w", host, err)
	}

	username, secret, found := strings.Cut(string(decoded), ":")
	if !found {
		return "", "", fmt.Errorf("invalid decoded auth for %q", host)
	}

	return username, secret, nil
}
