// Package githost is the simulated Git host: deploy keys and repositories by the API of Gitea, and Git over ssh and http.
//
// Git itself is the real one: repositories are bare ones on disk, served by the system's git (upload-pack and
// receive-pack over ssh, http-backend over http). The server of go-git 5 is no substitute: it ignores what a client
// has, knows no shallow clones, and lets a push overwrite one that came in between.
//
// Differences from Gitea, all simpler:
//   - all repositories are private, and none is made, changed or removed;
//   - of the API there are version, the token's user, repository (by name and by id) and deploy keys, the rest is answered 404;
//   - a key of a user may read and write every repository;
//   - no hooks, no LFS, no archives, no pages in HTML.
package githost

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"

	"cdktf-proxmox-talos/simulator/internal/authority"
	"cdktf-proxmox-talos/simulator/internal/calls"
)

// Config says where the Git host listens, what it holds and who may use it.
type Config struct {
	// Listen is where the API and Git over http are served: an address of 127.0.0.0/8 with a port.
	Listen string `json:"listen"`
	// SSHListen is where Git is served over ssh, for the user git.
	SSHListen string `json:"sshListen"`
	// TLSListen is where the same as at Listen is served over https; nowhere if it is left out.
	TLSListen string `json:"tlsListen,omitempty"`
	// Authority issues the certificate for https.
	Authority *authority.Authority `json:"-"`
	// Directory is where repositories are kept, and known_hosts with the key of the ssh server. It is new or empty.
	Directory string `json:"directory"`
	// Tokens are those of the API; over http one is the password of any user name.
	Tokens       []Token      `json:"tokens"`
	Repositories []Repository `json:"repositories"`
	// Users are the public keys of accounts, in the form of authorized_keys.
	Users map[string][]string `json:"users"`
}

// Repository is a repository that exists from the start, with one commit.
type Repository struct {
	Owner  string `json:"owner"`
	Name   string `json:"name"`
	Branch string `json:"branch"`
	// Access is what users other than the owner may do with it: read, write or admin. For anybody else it is not there.
	Access map[string]string `json:"access,omitempty"`
	// Archived repositories take no push.
	Archived bool `json:"archived,omitempty"`
}

func (c Config) check() error {
	switch {
	case c.Directory == "":
		return errors.New("directory is missing; give one that is new or empty")
	case len(c.Tokens) == 0:
		return errors.New("tokens is empty; give the one that the provider has")
	case len(c.Repositories) == 0:
		return errors.New("repositories is empty; give at least one with owner, name and branch")
	}

	for _, token := range c.Tokens {
		if err := token.check(); err != nil {
			return err
		}
	}

	for _, repository := range c.Repositories {
		for user, access := range repository.Access {
			if !slices.Contains([]string{"read", "write", "admin"}, access) {
				return fmt.Errorf("the access of %s to the repository %s/%s is %q; write read, write or admin", user, repository.Owner, repository.Name, access)
			}
		}

		for what, value := range map[string]string{"owner": repository.Owner, "name": repository.Name, "branch": repository.Branch} {
			if value == "" || strings.HasPrefix(value, ".") || strings.HasPrefix(value, "-") || strings.ContainsAny(value, "/\\ '") {
				return fmt.Errorf("%q is no %s of a repository", value, what)
			}
		}
	}

	return nil
}

// Server is a Git host that runs.
type Server struct {
	host *host
	web  []*calls.HTTPServer
	ssh  *sshServer
}

// Start makes the repositories and opens the Git host, which runs until the context ends.
func Start(ctx context.Context, config Config, recorder *calls.Recorder) (*Server, error) {
	server, err := start(ctx, config, recorder)
	if err != nil {
		return nil, fmt.Errorf("git host: %w", err)
	}

	return server, nil
}

func start(ctx context.Context, config Config, recorder *calls.Recorder) (*Server, error) {
	if err := config.check(); err != nil {
		return nil, err
	}

	program, err := exec.LookPath("git")
	if err != nil {
		return nil, errors.New("git is not to be found in PATH; install it, repositories are served by it")
	}

	users, err := parseUsers(config.Users)
	if err != nil {
		return nil, err
	}

	if err := claim(config.Directory); err != nil {
		return nil, err
	}

	host := &host{
		program:   program,
		directory: config.Directory,
		address:   "http://" + config.Listen + "/",
		tlsListen: config.TLSListen,
		sshListen: config.SSHListen,
		tokens:    config.Tokens,
		users:     users,
		started:   time.Now().UTC().Truncate(time.Second),
		keys:      &deployKeys{},
	}

	if err := host.makeRepositories(config.Repositories); err != nil {
		return nil, err
	}

	hostKey, err := newHostKey(filepath.Join(config.Directory, "known_hosts"), config.SSHListen)
	if err != nil {
		return nil, err
	}

	return host.listen(ctx, config, hostKey, recorder)
}

func (h *host) listen(ctx context.Context, config Config, hostKey ssh.Signer, recorder *calls.Recorder) (*Server, error) {
	web, err := calls.Listen(config.Listen)
	if err != nil {
		return nil, err
	}

	shell, err := calls.Listen(h.sshListen)
	if err != nil {
		return nil, errors.Join(err, web.Close())
	}

	secured, err := listenTLS(config.TLSListen, config.Authority)
	if err != nil {
		return nil, errors.Join(err, web.Close(), shell.Close())
	}

	server := &Server{host: h, web: []*calls.HTTPServer{
		calls.ServeHTTP(ctx, web, recorder.HTTP(calls.Git, config.Listen, describe, failAPI, h.routes())),
	}}

	if secured != nil {
		server.web = append(server.web, calls.ServeHTTP(ctx, secured, recorder.HTTP(calls.Git, config.TLSListen, describe, failAPI, h.routes())))
	}

	server.ssh = serveSSH(ctx, h, shell, hostKey, recorder)

	return server, nil
}

// listenTLS returns nil for no address.
func listenTLS(address string, issuer *authority.Authority) (net.Listener, error) {
	if address == "" {
		return nil, nil //nolint:nilnil // there is none, and nothing is wrong
	}

	listener, err := calls.Listen(address)
	if err != nil {
		return nil, err
	}

	certificate, err := issuer.ServerCertificate(netip.MustParseAddrPort(address).Addr())
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}

	return tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS13}), nil
}

// claim makes the directory; what somebody else has in it is not touched.
func claim(directory string) error {
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return fmt.Errorf("the directory of the repositories cannot be made: %w", err)
	}

	entries, err := os.ReadDir(directory)
	if err != nil {
		return fmt.Errorf("the directory of the repositories cannot be read: %w", err)
	}

	if len(entries) > 0 {
		return fmt.Errorf("%s is not empty; give a new directory for the repositories", directory)
	}

	return nil
}

// Close ends the Git host and waits for requests and programs under way. The repositories stay on disk.
func (s *Server) Close() {
	for _, each := range s.web {
		each.Close()
	}

	s.ssh.close()
}

// KnownHosts returns the file that a client of ssh checks the key of the server with.
func (s *Server) KnownHosts() string { return filepath.Join(s.host.directory, "known_hosts") }

// host is what API, http and ssh have in common.
type host struct {
	program   string
	directory string
	// address is the URL of the web, with a slash at its end.
	address   string
	tlsListen string
	sshListen string
	tokens    []Token
	users     []user
	started   time.Time
	// repositories are those of the configuration, in its order, which gives them their ids.
	repositories []*repository
	keys         *deployKeys
}

// user is an account with a key.
type user struct {
	name string
	key  ssh.PublicKey
}

func parseUsers(configured map[string][]string) ([]user, error) {
	var users []user

	for name, lines := range configured {
		for _, line := range lines {
			key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(line))
			if err != nil {
				return nil, fmt.Errorf("a key of the user %q is not one as in authorized_keys: %w", name, err)
			}

			users = append(users, user{name: name, key: key})
		}
	}

	return users, nil
}

func (h *host) find(owner, name string) *repository {
	for _, repository := range h.repositories {
		// Gitea does not tell upper and lower case apart
		if strings.EqualFold(repository.Owner, owner) && strings.EqualFold(repository.Name, name) {
			return repository
		}
	}

	return nil
}

// gitEnvironment keeps what the user has configured for git out of the repositories.
func (h *host) gitEnvironment() []string {
	return []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + h.directory, "LC_ALL=C",
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + os.DevNull,
	}
}

func describe(request *http.Request, call *calls.Call) {
	if service := request.URL.Query().Get("service"); service != "" {
		call.Arguments = map[string]string{"service": service}
	}
}
