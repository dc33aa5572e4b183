// Words that readers type in the other script than articles write them. Not a dictionary: the terms
// of the subject, each with the one form that texts use.

const PAIRS = `
  accept 억셉트
  address 주소
  backlog 백로그
  bind 바인드
  bind 바인딩
  blocking 블로킹
  broadcast 브로드캐스트
  buffer 버퍼
  byte 바이트
  checksum 체크섬
  client 클라이언트
  close 클로즈
  connect 커넥트
  connection 연결
  datagram 데이터그램
  descriptor 디스크립터
  epoll 이폴
  error 오류
  error 에러
  firewall 방화벽
  fork 포크
  handshake 핸드셰이크
  host 호스트
  interface 인터페이스
  ip 아이피
  kernel 커널
  listen 리슨
  localhost 로컬호스트
  loopback 루프백
  multicast 멀티캐스트
  netlink 넷링크
  network 네트워크
  nonblocking 논블로킹
  packet 패킷
  pipe 파이프
  poll 폴
  port 포트
  process 프로세스
  protocol 프로토콜
  receive 수신
  route 라우트
  router 라우터
  select 셀렉트
  send 송신
  server 서버
  shutdown 셧다운
  signal 시그널
  socket 소켓
  stream 스트림
  tcp 티씨피
  thread 스레드
  timeout 타임아웃
  type 타입
  udp 유디피
  unix 유닉스
  wildcard 와일드카드
`;

const pairs = PAIRS.trim().split("\n").map((line) => line.trim().split(" "));

// Of several counterparts the first stands.
export const COUNTERPARTS = new Map(
  [...pairs, ...pairs.map(([latin, hangul]) => [hangul, latin])].reverse(),
);
