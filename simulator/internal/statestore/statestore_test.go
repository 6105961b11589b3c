package statestore_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/calls/callstest"
	"cdktf-proxmox-talos/simulator/internal/statestore"
)

const (
	httpAddress = "127.22.252.4:9000"
	s3Address   = "127.22.252.4:9001"

	username  = "tofu"
	password  = "password of the store"
	accessKey = "AKEXAMPLE"
	secretKey = "secret/key+of/the+store"
)

func config() statestore.Config {
	return statestore.Config{
		Listen: httpAddress, Username: username, Password: password,
		S3Listen: s3Address, Buckets: []string{"homelab-tofu"}, AccessKey: accessKey, SecretKey: secretKey,
	}
}

func start(t *testing.T) (*statestore.Server, *calls.Recorder) {
	t.Helper()

	return callstest.Start(t, statestore.Start, config())
}

func send(t *testing.T, request *http.Request) (status int, body string) {
	t.Helper()

	response, content := callstest.Send(t, request)

	return response.StatusCode, string(content)
}

func newRequest(t *testing.T, method, url, body string) *http.Request {
	t.Helper()

	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}

	return request
}

func TestHTTPBackend(t *testing.T) {
	server, _ := start(t)

	const (
		mine   = `{"ID":"mine","Who":"me"}`
		theirs = `{"ID":"theirs"}`
	)

	for _, step := range []struct {
		request, body string
		status        int
		answer        string
	}{
		{"GET /a", "", 404, "no state at /a"},
		{"POST /a", "one", 200, ""},
		{"GET /a", "", 200, "one"},
		{"LOCK /a/lock", mine, 200, ""},
		{"LOCK /a", theirs, 423, mine},
		{"POST /a/lock", mine, 423, mine},
		{"POST /a", "two", 423, mine},
		{"POST /a?ID=theirs", "two", 423, mine},
		{"DELETE /a", "", 423, mine},
		{"POST /a?ID=mine", "two", 200, ""},
		{"UNLOCK /a/lock", theirs, 423, mine},
		{"UNLOCK /a/lock", "", 400, "with an ID"},
		{"DELETE /a/lock", mine, 200, ""},
		{"UNLOCK /a/lock", mine, 409, "not locked"},
		{"POST /a?ID=mine", "three", 409, "not locked"},
		{"GET /a", "", 200, "two"},
		{"PUT /a", "four", 200, ""},
		{"POST /a", "", 400, "not empty"},
		{"LOCK /a", "{}", 400, "with an ID"},
		{"LOCK /a", "no JSON", 400, "with an ID"},
		{"GET /a/lock", "", 405, "not a method"},
		{"PATCH /a", "", 405, "not a method"},
		{"GET /a/../b", "", 404, "not the path of a state"},
		{"GET /", "", 404, "not the path of a state"},
		{"LOCK /b", theirs, 200, ""},
	} {
		method, path, _ := strings.Cut(step.request, " ")
		request := newRequest(t, method, "http://"+httpAddress+path, step.body)
		request.SetBasicAuth(username, password)

		if status, answer := send(t, request); status != step.status || !strings.Contains(answer, step.answer) {
			t.Errorf("%s was answered %d %q, want %d %q", step.request, status, answer, step.status, step.answer)
		}
	}

	want := []statestore.Stored{{Path: "/a", Bytes: 4}, {Path: "/b", Locked: true}}
	if got := server.Inventory(); !slices.Equal(got, want) {
		t.Errorf("inventory %v, want %v", got, want)
	}

	request := newRequest(t, http.MethodPost, "http://"+httpAddress+"/a", "five")
	request.SetBasicAuth(username, password)
	request.Header.Set("Content-MD5", "AAAA")

	if status, answer := send(t, request); status != http.StatusBadRequest {
		t.Errorf("a wrong Content-MD5 was answered %d %s", status, answer)
	}

	for _, given := range []string{"", "wrong"} {
		request := newRequest(t, http.MethodGet, "http://"+httpAddress+"/a", "")
		if given != "" {
			request.SetBasicAuth(username, given)
		}

		if status, answer := send(t, request); status != http.StatusUnauthorized || strings.Contains(answer, "four") {
			t.Errorf("password %q was answered %d %s", given, status, answer)
		}
	}
}

// sign makes a request as a client of S3 does.
func sign(t *testing.T, request *http.Request, body string, at time.Time) {
	t.Helper()

	sum := sha256.Sum256([]byte(body))
	hash := hex.EncodeToString(sum[:])
	request.Header.Set("X-Amz-Content-Sha256", hash)

	credentials := aws.Credentials{AccessKeyID: accessKey, SecretAccessKey: secretKey}
	if err := v4.NewSigner().SignHTTP(t.Context(), credentials, request, hash, "s3", "auto", at,
		func(options *v4.SignerOptions) { options.DisableURIPathEscaping = true }); err != nil {
		t.Fatal(err)
	}
}

func TestS3(t *testing.T) {
	server, recorder := start(t)

	for _, step := range []struct {
		request, body string
		headers       map[string]string
		status        int
		answer        string
	}{
		{"GET /homelab-tofu?list-type=2", "", nil, 200, "<KeyCount>0</KeyCount>"},
		{"GET /homelab-tofu/a", "", nil, 404, "<Code>NoSuchKey</Code>"},
		{"HEAD /homelab-tofu/a", "", nil, 404, ""},
		{"PUT /homelab-tofu/a", "one", nil, 200, ""},
		{"PUT /homelab-tofu/a.tflock", "mine", map[string]string{"If-None-Match": "*"}, 200, ""},
		{"PUT /homelab-tofu/a.tflock", "theirs", map[string]string{"If-None-Match": "*"}, 412, "<Code>PreconditionFailed</Code>"},
		{"GET /homelab-tofu/a.tflock", "", nil, 200, "mine"},
		{"PUT /homelab-tofu/deep/b%20c", "two", nil, 200, ""},
		{"GET /homelab-tofu?list-type=2&prefix=deep%2F", "", nil, 200, "<Key>deep/b c</Key>"},
		{"GET /homelab-tofu?list-type=2&max-keys=2", "", nil, 200, "<NextContinuationToken>a.tflock</NextContinuationToken>"},
		{"GET /homelab-tofu?list-type=2&max-keys=2&continuation-token=a.tflock", "", nil, 200, "<KeyCount>1</KeyCount><MaxKeys>2</MaxKeys><IsTruncated>false"},
		{"PUT /homelab-tofu/a", "x", map[string]string{"X-Amz-Checksum-Sha256": "AAAA"}, 400, "BadDigest"},
		{"PUT /homelab-tofu/a", "x", map[string]string{"Content-MD5": "AAAA"}, 400, "BadDigest"},
		{"PUT /homelab-tofu/a", "x", map[string]string{"X-Amz-Server-Side-Encryption": "AES256"}, 501, "the header X-Amz-Server-Side-Encryption"},
		{"PUT /homelab-tofu/a", "x", map[string]string{"If-Match": `"1"`}, 501, "the header If-Match"},
		{"GET /homelab-tofu/a", "x", map[string]string{"If-None-Match": "*"}, 501, "If-None-Match"},
		{"GET /homelab-tofu/a?versionId=1", "", nil, 501, "the query versionId"},
		{"GET /homelab-tofu", "", nil, 501, "a list that is not of type 2"},
		{"GET /homelab-tofu?list-type=2&max-keys=x", "", nil, 400, "max-keys"},
		{"PUT /homelab-tofu", "", nil, 501, "PUT of a bucket"},
		{"POST /homelab-tofu/a", "", nil, 501, "POST of an object"},
		{"GET /other/a", "", nil, 404, "NoSuchBucket"},
		{"GET /", "", nil, 404, "NoSuchBucket"},
		{"DELETE /homelab-tofu/a.tflock", "", nil, 204, ""},
		{"DELETE /homelab-tofu/a.tflock", "", nil, 204, ""},
	} {
		method, path, _ := strings.Cut(step.request, " ")

		request := newRequest(t, method, "http://"+s3Address+path, step.body)
		for name, value := range step.headers {
			request.Header.Set(name, value)
		}

		sign(t, request, step.body, time.Now())

		if status, answer := send(t, request); status != step.status || !strings.Contains(answer, step.answer) {
			t.Errorf("%s was answered %d %q, want %d %q", step.request, status, answer, step.status, step.answer)
		}
	}

	want := []statestore.Stored{{Path: "s3://homelab-tofu/a", Bytes: 3}, {Path: "s3://homelab-tofu/deep/b c", Bytes: 3}}
	if got := server.Inventory(); !slices.Equal(got, want) {
		t.Errorf("inventory %v, want %v", got, want)
	}

	if content, found := server.Read("s3://homelab-tofu/deep/b c"); !found || string(content) != "two" {
		t.Errorf("read %q, found %v", content, found)
	}

	if listed := recorder.Calls(0)[8]; listed.Arguments["prefix"] != "deep/" || listed.Service != calls.State {
		t.Errorf("the journal has %+v", listed)
	}
}

func TestS3ChecksSignatures(t *testing.T) {
	server, _ := start(t)

	for name, test := range map[string]struct {
		at     time.Time
		tamper func(*http.Request)
		status int
		code   string
	}{
		"as signed":       {time.Now(), func(*http.Request) {}, 200, ""},
		"none":            {time.Now(), func(request *http.Request) { request.Header.Del("Authorization") }, 403, "AccessDenied"},
		"malformed":       {time.Now(), func(request *http.Request) { request.Header.Set("Authorization", "AWS4-HMAC-SHA256 x") }, 403, "AccessDenied"},
		"another path":    {time.Now(), func(request *http.Request) { request.URL.Path = "/homelab-tofu/b" }, 403, "SignatureDoesNotMatch"},
		"another query":   {time.Now(), func(request *http.Request) { request.URL.RawQuery = "x-id=PutObject" }, 403, "SignatureDoesNotMatch"},
		"another method":  {time.Now(), func(request *http.Request) { request.Method = http.MethodDelete }, 403, "SignatureDoesNotMatch"},
		"header changed":  {time.Now(), func(request *http.Request) { request.Header.Set("If-None-Match", "") }, 403, "SignatureDoesNotMatch"},
		"header added":    {time.Now(), func(request *http.Request) { request.Header.Set("X-Amz-Acl", "public") }, 403, "x-amz-acl is not signed"},
		"another key":     {time.Now(), func(request *http.Request) { edit(request, accessKey, "AKOTHER") }, 403, "InvalidAccessKeyId"},
		"another region":  {time.Now(), func(request *http.Request) { edit(request, "/auto/", "/eu/") }, 403, "SignatureDoesNotMatch"},
		"another service": {time.Now(), func(request *http.Request) { edit(request, "/s3/", "/sqs/") }, 403, "AccessDenied"},
		"long ago":        {time.Now().Add(-time.Hour), func(*http.Request) {}, 403, "RequestTimeTooSkewed"},
		"body changed": {time.Now(), func(request *http.Request) {
			request.Body = io.NopCloser(bytes.NewReader([]byte("two")))
		}, 400, "XAmzContentSHA256Mismatch"},
	} {
		request := newRequest(t, http.MethodPut, "http://"+s3Address+"/homelab-tofu/a", "one")
		request.Header.Set("If-None-Match", "*")
		sign(t, request, "one", test.at)
		test.tamper(request)

		status, answer := send(t, request)
		if status != test.status || !strings.Contains(answer, test.code) {
			t.Errorf("%s was answered %d %s, want %d %s", name, status, answer, test.status, test.code)
		}

		if strings.Contains(answer, secretKey) {
			t.Errorf("%s was answered with the secret key", name)
		}

		if name == "as signed" {
			remove := newRequest(t, http.MethodDelete, "http://"+s3Address+"/homelab-tofu/a", "")
			sign(t, remove, "", time.Now())
			send(t, remove)
		}

		if got := server.Inventory(); len(got) > 0 {
			t.Errorf("%s stored %v", name, got)
		}
	}
}

func edit(request *http.Request, old, replacement string) {
	request.Header.Set("Authorization", strings.Replace(request.Header.Get("Authorization"), old, replacement, 1))
}

func TestStartRefuses(t *testing.T) {
	start(t)

	for want, change := range map[string]func(*statestore.Config){
		"in use":               func(*statestore.Config) {},
		"neither listen":       func(c *statestore.Config) { *c = statestore.Config{} },
		"only one of":          func(c *statestore.Config) { c.Password = "" },
		"without s3Listen":     func(c *statestore.Config) { c.S3Listen = "" },
		"without buckets":      func(c *statestore.Config) { c.SecretKey = "" },
		`"a/b" is not`:         func(c *statestore.Config) { c.Buckets = []string{"a/b"} },
		"127.22.252.4:9001 is": func(c *statestore.Config) { c.Listen = "127.22.252.4:9002" },
	} {
		changed := config()
		change(&changed)

		_, err := statestore.Start(t.Context(), changed, calls.NewRecorder(io.Discard))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}

		if err != nil && strings.Contains(err.Error(), secretKey) {
			t.Errorf("the error has the secret key: %v", err)
		}
	}

	// the one address that was free is free again
	changed := config()
	changed.Listen, changed.S3Listen = "127.22.252.4:9002", "127.22.252.4:9003"

	server, err := statestore.Start(t.Context(), changed, calls.NewRecorder(io.Discard))
	if err != nil {
		t.Fatal(err)
	}

	server.Close()
}
